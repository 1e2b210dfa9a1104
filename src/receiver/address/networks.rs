//! Lists of networks.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

/// Networks of IPv4 and IPv6. An IPv4-mapped address is one of IPv4.
#[derive(Debug, Clone, Default)]
pub(in crate::receiver) struct Networks(Vec<IpNet>);

impl Networks {
    pub(in crate::receiver) fn add(&mut self, networks: impl IntoIterator<Item = IpNet>) {
        self.0.extend(networks);
    }

    /// Returns true if an address lies in one of the networks.
    pub(in crate::receiver) fn hold(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| holds(*network, address))
    }

    pub(in crate::receiver) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns true if one of the networks is all addresses.
    pub(in crate::receiver) fn hold_all(&self) -> bool {
        self.0.iter().any(|network| unmapped(*network).prefix_len() == 0)
    }
}

/// Returns true if an address lies in a network.
pub(super) fn holds(network: IpNet, address: IpAddr) -> bool {
    unmapped(network).contains(&address.to_canonical())
}

/// Returns a network of IPv4-mapped addresses as the one of IPv4 that it is.
fn unmapped(network: IpNet) -> IpNet {
    let IpNet::V6(mapped) = network else { return network };
    let length = mapped.prefix_len().checked_sub(MAPPED_PREFIX);
    let (Some(address), Some(length)) = (mapped.addr().to_ipv4_mapped(), length) else {
        return network;
    };
    Ipv4Net::new(address, length).map_or(network, IpNet::V4)
}

/// The bits before the address of IPv4.
const MAPPED_PREFIX: u8 = 96;

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        let mut networks = Networks::default();
        networks.add([network.parse().unwrap()]);
        networks.hold(address.parse().unwrap())
    }

    #[test]
    fn a_mapped_address_is_compared_as_one_of_ipv4() {
        assert!(holds("10.0.0.0/8", "10.1.2.3"));
        assert!(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(holds("::ffff:10.0.0.0/104", "10.1.2.3"));
        assert!(holds("2001:db8::/32", "2001:db8::7"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(!holds("::ffff:10.0.0.0/104", "::ffff:11.0.0.1"));
        assert!(!holds("::/0", "::ffff:10.1.2.3"), "all of IPv6 is nothing of IPv4");
        assert!(!holds("0.0.0.0/0", "2001:db8::7"));
    }
}
