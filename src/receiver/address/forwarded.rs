//! The addresses that proxies write into the headers of a request, the last proxy's at the end.
//!
//! The addresses before those of one's own proxies may be made up by a stranger.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::{HeaderMap, header::FORWARDED};

/// One address on the way of a request; `None` if it cannot be read.
pub(super) type Hop = Option<IpAddr>;

/// Returns the addresses of `X-Forwarded-For`: of all its lines, one after the other.
pub(super) fn x_forwarded_for(headers: &HeaderMap) -> impl Iterator<Item = Hop> {
    lines(headers, "x-forwarded-for").flat_map(|line| line.split(',').map(address))
}

/// Returns the addresses of `Forwarded` (RFC 7239).
pub(super) fn forwarded(headers: &HeaderMap) -> impl Iterator<Item = Hop> {
    lines(headers, FORWARDED.as_str()).flat_map(|line| split_unquoted(line, ',').map(element))
}

/// Returns the lines of a header. One that is no text has no address that can be read.
fn lines<'h>(headers: &'h HeaderMap, name: &'static str) -> impl Iterator<Item = &'h str> {
    headers.get_all(name).into_iter().map(|line| line.to_str().unwrap_or(""))
}

/// Returns the address of an element, as `for="[2001:db8::1]:47011";proto=https`.
///
/// An element with one mistake has no address: a quotation mark of a stranger could hide the address
/// that a proxy has written behind it.
fn element(element: &str) -> Hop {
    let mut found = None;
    for pair in split_unquoted(element, ';') {
        let (name, value) = pair.trim().split_once('=')?;
        let value = unquoted(value)?;
        if name.eq_ignore_ascii_case("for") && found.replace(value).is_some() {
            return None;
        }
    }
    address(found?)
}

/// Splits a text at a mark, but not where the mark lies between quotation marks.
fn split_unquoted(text: &str, mark: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |next: char| {
        let was_escaped = is_escaped;
        is_escaped = is_quoted && !was_escaped && next == '\\';
        is_quoted ^= next == '"' && !was_escaped;
        next == mark && !is_quoted
    })
}

/// Returns a value without the quotation marks around it. No address has a mark or an escape in it.
fn unquoted(value: &str) -> Option<&str> {
    let inside = match value.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"')?,
        None => value,
    };
    (!inside.contains(['"', '\\'])).then_some(inside)
}

/// Reads an address, which may have a port, and brackets if it is one of IPv6.
fn address(text: &str) -> Hop {
    let text = text.trim();
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
    let address = text.parse().ok();
    let address = address.or_else(|| text.parse().ok().map(|with_port: SocketAddr| with_port.ip()));
    address.or_else(|| bracketed().map(IpAddr::V6)).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (name.parse().unwrap(), line.parse().unwrap())).collect()
    }

    fn hops(line: &str) -> Vec<Hop> {
        forwarded(&headers("forwarded", &[line])).collect()
    }

    fn at(address: &str) -> Hop {
        address.parse().ok()
    }

    #[test]
    fn addresses_are_read_with_ports_and_brackets_and_over_several_lines() {
        let lines = ["192.0.2.1, 192.0.2.2:443", "2001:db8::1,[2001:db8::2],[2001:db8::3]:443"];
        let found: Vec<_> = x_forwarded_for(&headers("x-forwarded-for", &lines)).collect();

        let addresses = ["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", "2001:db8::3"];
        assert_eq!(found, addresses.map(at));
    }

    #[test]
    fn what_is_no_address_cannot_be_read() {
        for garbage in ["", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "[::1", "::1]:80", "a,"] {
            let found: Vec<_> = x_forwarded_for(&headers("x-forwarded-for", &[garbage])).collect();
            assert!(found.iter().all(Option::is_none), "{garbage}");
        }
        let mut binary = HeaderMap::new();
        binary.insert("x-forwarded-for", http::HeaderValue::from_bytes(b"1.2.3.4\xff").unwrap());
        assert_eq!(x_forwarded_for(&binary).collect::<Vec<_>>(), [None]);
    }

    #[test]
    fn elements_are_read_as_in_rfc_7239() {
        assert_eq!(hops("for=192.0.2.60;proto=http;by=203.0.113.43"), [at("192.0.2.60")]);
        assert_eq!(hops(r#"For="[2001:db8:cafe::17]:4711""#), [at("2001:db8:cafe::17")]);
        assert_eq!(
            hops("for=192.0.2.43, for=198.51.100.17"),
            ["192.0.2.43", "198.51.100.17"].map(at)
        );
        assert_eq!(
            hops(r#"for=192.0.2.43;host="a,b;c", for=1.2.3.4"#),
            ["192.0.2.43", "1.2.3.4"].map(at)
        );
        assert_eq!(hops("for=unknown, for=_gazonk"), [None, None]);
        assert_eq!(hops("proto=https"), [None]);
    }

    #[test]
    fn a_quotation_mark_of_a_stranger_hides_no_address() {
        for stranger in [
            r#"for=10.0.0.1;x=""#,
            r#"for=10.0.0.1;x="\"#,
            r#"for=10.0.0.1;x="\\"#,
            r#"for="10.0.0.1"#,
            r#"for=10.0.0.1,""#,
            r#"for=10.0.0.1;for=""#,
        ] {
            for proxy in
                [r#"for="[2001:db8::7]:1""#, r#"for="203.0.113.7";by="a""#, "for=203.0.113.7"]
            {
                let found = hops(&format!("{stranger}, {proxy}"));
                assert_ne!(found.last(), Some(&at("10.0.0.1")), "{stranger}, {proxy}");
            }
        }
    }
}
