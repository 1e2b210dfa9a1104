//! The entries of a text, as in a header with several values.

/// Returns the entries of a text, without the spaces that some senders write behind a separator; the whole
/// text without a separator.
#[inline]
pub(crate) fn entries(text: &str, separator: Option<u8>) -> Entries<'_> {
    Entries { separator, rest: Some(text) }
}

pub(crate) struct Entries<'a> {
    separator: Option<u8>,
    rest: Option<&'a str>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.take()?;
        let end = self.separator.and_then(|separator| memchr::memchr(separator, rest.as_bytes()));
        let Some((entry, rest)) = end.and_then(|end| rest.split_at_checked(end)) else {
            return Some(rest);
        };
        self.rest = rest.get(1..).map(|rest| rest.trim_start_matches(' '));
        Some(entry)
    }
}

/// Returns the value of the one entry `name=value` called `name`; `None` if there is none or more than one.
pub(crate) fn entry<'a>(text: &'a str, separator: u8, name: &str) -> Option<&'a str> {
    let mut found = entries(text, Some(separator)).filter_map(|entry| labelled(entry, '=', name));
    found.next().filter(|_| found.next().is_none())
}

/// Returns the value of an entry with this label. It may hold the separator itself, as base64 does.
pub(crate) fn labelled<'a>(entry: &'a str, separator: char, label: &str) -> Option<&'a str> {
    entry.strip_prefix(label)?.strip_prefix(separator)
}
