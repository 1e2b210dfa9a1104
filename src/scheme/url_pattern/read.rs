//! Reading patterns and URLs, byte by byte, so that it can be done while a constant is compiled.

/// Returns the host and the path of a pattern.
pub(super) const fn parts(
    text: &'static str,
) -> Result<(&'static str, &'static str), &'static str> {
    let Some((scheme, rest)) = text.split_at_checked(SCHEME.len()) else {
        return Err(NO_SCHEME);
    };
    if !is_at(scheme.as_bytes(), 0, SCHEME) {
        return Err(NO_SCHEME);
    }
    let end = end_of_host(rest.as_bytes());
    let (host, path) = rest.split_at(end);
    if let Some(mistake) = mistake_in_host(host) {
        return Err(mistake);
    }
    match mistake_in_path(path.as_bytes()) {
        Some(mistake) => Err(mistake),
        None => Ok((host, path)),
    }
}

/// Splits a host at the setting in it.
pub(super) const fn setting(
    host: &'static str,
) -> Option<(&'static str, &'static str, &'static str)> {
    let bytes = host.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        if is_at(bytes, start, SETTING) {
            let mut end = start + SETTING.len();
            while end < bytes.len() && bytes[end] != b'}' {
                end += 1;
            }
            if end == bytes.len() {
                return None;
            }
            let (before, rest) = host.split_at(start);
            let (word, after) = rest.split_at(end - start);
            return Some((before, word.split_at(SETTING.len()).1, after.split_at(1).1));
        }
        start += 1;
    }
    None
}

/// Returns whether a host is a name: labels of lower-case letters, digits and hyphens, at least two,
/// of which the last one begins with a letter.
pub(super) const fn is_host_name(host: &[u8]) -> bool {
    let (mut at, mut label, mut labels) = (0, 0, 1);
    while at < host.len() {
        match host[at] {
            b'.' if at == label || host[at - 1] == b'-' => return false,
            b'.' => (label, labels) = (at + 1, labels + 1),
            b'-' if at == label => return false,
            b'a'..=b'z' | b'0'..=b'9' | b'-' => {}
            _ => return false,
        }
        at += 1;
    }
    labels > 1 && label < host.len() && host[label].is_ascii_lowercase() && host[at - 1] != b'-'
}

/// Returns whether text stands at a position.
pub(super) const fn is_at(bytes: &[u8], at: usize, text: &str) -> bool {
    let text = text.as_bytes();
    let mut offset = 0;
    while offset < text.len() {
        if at + offset >= bytes.len() || bytes[at + offset] != text[offset] {
            return false;
        }
        offset += 1;
    }
    true
}

/// Returns whether a byte can stand in a path: the unreserved characters of RFC 3986.
pub(super) const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

const fn end_of_host(rest: &[u8]) -> usize {
    let mut end = 0;
    while end < rest.len() && rest[end] != b'/' {
        end += 1;
    }
    end
}

const fn mistake_in_host(host: &'static str) -> Option<&'static str> {
    let bytes = host.as_bytes();
    let (mut at, mut stripped, mut len) = (0, [0; LONGEST_HOST], 0);
    let has_setting = setting(host).is_some();
    while at < bytes.len() {
        if len == LONGEST_HOST {
            return Some("the host of a key's URL is longer than 253 bytes");
        }
        let mut skipped = 0;
        if is_at(bytes, at, REGION) {
            skipped = REGION.len();
        } else if has_setting && is_at(bytes, at, SETTING) {
            while bytes[at + skipped] != b'}' {
                skipped += 1;
            }
            skipped += 1;
        }
        stripped[len] = if skipped == 0 { bytes[at] } else { b'x' };
        len += 1;
        at += if skipped == 0 { 1 } else { skipped };
    }
    let is_all_setting = has_setting && len == 1;
    let name = stripped.split_at(len).0;
    if is_all_setting || is_host_name(name) {
        return None;
    }
    Some(if is_address(name) { ADDRESS } else { BAD_HOST })
}

const fn is_address(host: &[u8]) -> bool {
    !host.is_empty() && (host[0] == b'[' || host[host.len() - 1].is_ascii_digit())
}

const fn mistake_in_path(path: &[u8]) -> Option<&'static str> {
    let (mut at, mut stars) = (0, 0);
    if path.is_empty() {
        return Some("the URL of a key must have a path");
    }
    while at < path.len() {
        if is_at(path, at, QUERY) && at + QUERY.len() == path.len() {
            return None;
        }
        if path[at] == b'/' {
            if is_empty_or_dots(path, at + 1) {
                return Some(
                    "the path of a key's URL must have no empty segment and no `.` or `..`",
                );
            }
            stars = 0;
        } else if path[at] == b'*' {
            stars += 1;
        } else if !is_plain(path[at]) {
            return Some("the path of a key's URL must be of letters, digits, `-._~/` and `*`");
        }
        if stars > 1 {
            return Some("a segment of the path of a key's URL must have one `*` at most");
        }
        at += 1;
    }
    None
}

/// Returns whether the segment that begins here is `.`, `..`, or empty and not the last one.
const fn is_empty_or_dots(path: &[u8], start: usize) -> bool {
    let mut end = start;
    while end < path.len() && path[end] != b'/' {
        end += 1;
    }
    match end - start {
        0 => end < path.len(),
        1 => path[start] == b'.',
        2 => path[start] == b'.' && path[start + 1] == b'.',
        _ => false,
    }
}

/// Returns whether a text holds another one.
pub(super) const fn has(text: &str, part: &str) -> bool {
    let mut at = 0;
    while at < text.len() {
        if is_at(text.as_bytes(), at, part) {
            return true;
        }
        at += 1;
    }
    false
}

pub(super) const SCHEME: &str = "https://";
pub(super) const REGION: &str = "{region}";
/// Any query, at the end of a path.
pub(super) const QUERY: &str = "?{query}";
const SETTING: &str = "{setting:";

/// The longest name in the DNS.
const LONGEST_HOST: usize = 253;

const NO_SCHEME: &str = "the URL of a key must begin with `https://`";
const ADDRESS: &str = "the host of a key's URL must be a name, and no IP address";
const BAD_HOST: &str = "the host of a key's URL must be a name in lower case with a dot, without user \
                        and port; `{region}` and `{setting:…}` are known words";
