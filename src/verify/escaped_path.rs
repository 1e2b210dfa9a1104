//! Path and query as a script in JavaScript escapes them.

use data_encoding::HEXUPPER;

/// Hands over the path as `encodeURI` writes it, and the query after `?`, written by
/// `encodeURIComponent` first and then by `encodeURI` too.
pub(super) fn feed(path_and_query: &str, mut sink: impl FnMut(&[u8])) {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    escape(path, b";,/?:@&=+$-_.!~*'()#", "%", &mut sink);
    if !query.is_empty() {
        sink(b"?");
        escape(query, b"-_.!~*'()", "%25", &mut sink);
    }
}

/// Hands over a text whose bytes other than letters, digits and `kept` are escaped.
fn escape(text: &str, kept: &[u8], sign: &str, sink: &mut impl FnMut(&[u8])) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            sink(&[byte]);
        } else {
            sink(sign.as_bytes());
            sink(HEXUPPER.encode(&[byte]).as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(path_and_query: &str) -> String {
        let mut text = Vec::new();
        feed(path_and_query, |part| text.extend_from_slice(part));
        String::from_utf8(text).expect("ASCII")
    }

    /// The texts are those of Node: `encodeURI(path + "?" + querystring.escape(query))`.
    #[test]
    fn a_query_is_escaped_twice() {
        assert_eq!(escaped("/hooks"), "/hooks");
        assert_eq!(escaped("/hooks?"), "/hooks");
        assert_eq!(escaped("/a%20b/é"), "/a%2520b/%C3%A9");
        assert_eq!(escaped("/hooks?env=a&b=c%20d"), "/hooks?env%253Da%2526b%253Dc%252520d");
    }
}
