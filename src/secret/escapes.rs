//! Texts that were written for another place: a URL, a JSON string, a page of HTML.

/// Returns the text that `text` stands for in a URL; `None` if it has no `%XX` in it.
pub(super) fn percent(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hex(digits))?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok().filter(|plain| plain != text)
}

/// Returns the text that `text` stands for in a string of JSON or of a shell; `None` if it has no
/// backslash in it.
pub(super) fn backslash(text: &str) -> Option<String> {
    let whole = format!("\"{}\"", text.replace('"', "\\\"").replace("\\\\\"", "\\\""));
    text.contains('\\').then(|| serde_json::from_str(&whole).ok()).flatten()
}

/// Returns the text that `text` stands for in HTML; `None` if it has no entity in it.
pub(super) fn html(text: &str) -> Option<String> {
    let plain = ENTITIES.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c));
    (plain != text).then_some(plain)
}

fn is_hex(digits: &str) -> bool {
    digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

const ENTITIES: [(&str, &str); 6] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&#43;", "+"),
    ("&amp;", "&"),
];
