//! JSON pointers (RFC 6901).

use syn::{Error, LitStr, Result};

/// Returns the unescaped segments of `pointer`.
pub(crate) fn segments(pointer: &LitStr) -> Result<Vec<String>> {
    let text = pointer.value();
    let Some(segments) = text.strip_prefix('/') else {
        return if text.is_empty() {
            Ok(Vec::new())
        } else {
            Err(Error::new(pointer.span(), without_slash(&text)))
        };
    };
    let unescaped = segments.split('/').map(unescape);
    unescaped.collect::<Option<_>>().ok_or_else(|| Error::new(pointer.span(), BAD_ESCAPE))
}

/// Returns the advice for a path with dots, or for a JSON path.
fn without_slash(text: &str) -> String {
    let way = text.trim_start_matches(['$', '.']).replace('.', "/");
    format!("a JSON pointer begins with `/`: write `\"/{way}\"`, or `\"\"` for the whole body")
}

/// Replaces the escapes of a segment; `None` if a `~` does not begin an escape.
fn unescape(segment: &str) -> Option<String> {
    let mut parts = segment.split('~');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (sign, rest) = part
            .strip_prefix('0')
            .map(|rest| ('~', rest))
            .or_else(|| part.strip_prefix('1').map(|rest| ('/', rest)))?;
        text.push(sign);
        text.push_str(rest);
    }
    Some(text)
}

const BAD_ESCAPE: &str = "bad escape in a JSON pointer: write `~0` for `~` and `~1` for `/`";
