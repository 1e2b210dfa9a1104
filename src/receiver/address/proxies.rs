//! Proxies whose word about an address is believed.

use std::net::IpAddr;

use http::{HeaderMap, Request};

use super::{
    ClientAddress, Networks,
    forwarded::{Hop, forwarded, x_forwarded_for},
};

/// The networks of the proxies before a receiver.
#[derive(Debug, Clone, Default)]
pub(in crate::receiver) struct TrustedProxies(pub(in crate::receiver) Networks);

impl TrustedProxies {
    /// Notes the address of the client in a request that came from `peer`, if it is known.
    pub(in crate::receiver) fn address<B>(
        &self,
        request: &mut Request<B>,
        peer: Option<ClientAddress>,
    ) {
        let client = peer.and_then(|peer| self.client(peer.ip(), request.headers()));
        match client {
            Some(client) => drop(request.extensions_mut().insert(client)),
            None => drop(request.extensions_mut().remove::<ClientAddress>()),
        }
    }

    /// Returns the address of the client whose request came from `peer`; `None` if `peer` is a
    /// trusted proxy that does not tell it.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<ClientAddress> {
        if !self.0.hold(peer) {
            return Some(ClientAddress::new(peer));
        }
        let told = [self.farthest(x_forwarded_for(headers)), self.farthest(forwarded(headers))];
        let client = match told {
            [None, None] => Some(peer),
            [Some(told), None] | [None, Some(told)] => told,
            // A proxy that writes one header passes the other on as a stranger has sent it.
            [Some(one), Some(other)] => one.filter(|one| Some(*one) == other),
        };
        client.map(ClientAddress::new)
    }

    /// Returns the last of the addresses that is no trusted proxy, or else the first one.
    fn farthest(&self, mut hops: impl Iterator<Item = Hop>) -> Option<Hop> {
        let first = hops.next()?;
        let is_proxy = |hop: Hop| hop.is_some_and(|hop| self.0.hold(hop));
        Some(hops.fold(first, |so_far, hop| if is_proxy(hop) { so_far } else { hop }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, headers: &[(&str, &str)]) -> Option<IpAddr> {
        let mut networks = Networks::default();
        networks.add(["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().unwrap()));
        let headers = headers.iter().map(|(name, value)| {
            (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap())
        });
        let client = TrustedProxies(networks).client(peer.parse().unwrap(), &headers.collect());
        client.map(ClientAddress::ip)
    }

    fn at(address: &str) -> Option<IpAddr> {
        address.parse().ok()
    }

    const FOR: &str = "x-forwarded-for";

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(client("192.0.2.1", &[(FOR, "203.0.113.7")]), at("192.0.2.1"));
        assert_eq!(client("192.0.2.1", &[("forwarded", "for=10.0.0.1")]), at("192.0.2.1"));
    }

    #[test]
    fn the_last_address_that_is_no_proxy_is_the_client() {
        let spoofed = "10.9.9.9, 127.0.0.1, 203.0.113.7, 10.0.0.2, fd00::3";
        assert_eq!(client("10.0.0.1", &[(FOR, spoofed)]), at("203.0.113.7"));
        assert_eq!(client("::ffff:10.0.0.1", &[(FOR, "::ffff:203.0.113.7")]), at("203.0.113.7"));
        assert_eq!(client("10.0.0.1", &[(FOR, "10.0.0.3, 10.0.0.2")]), at("10.0.0.3"));
        assert_eq!(client("10.0.0.1", &[]), at("10.0.0.1"), "it asks for itself");
    }

    #[test]
    fn what_cannot_be_read_is_no_address_unless_a_readable_one_comes_after_it() {
        assert_eq!(client("10.0.0.1", &[(FOR, "unknown")]), None);
        assert_eq!(client("10.0.0.1", &[(FOR, "garbage, 10.0.0.2")]), None);
        assert_eq!(client("10.0.0.1", &[(FOR, "203.0.113.7, garbage, 10.0.0.2")]), None);
        assert_eq!(client("10.0.0.1", &[(FOR, "\"garbage, 203.0.113.7")]), at("203.0.113.7"));
    }

    #[test]
    fn two_headers_have_to_tell_the_same() {
        let by =
            |for_: &str| client("10.0.0.1", &[(FOR, "203.0.113.7, 10.0.0.2"), ("forwarded", for_)]);
        assert_eq!(by("for=203.0.113.7"), at("203.0.113.7"));
        assert_eq!(by("for=192.0.2.1"), None, "one of them is of a stranger");
        assert_eq!(by("for=unknown"), None);
    }
}
