//! A JSON document in its tokens, each with its text and the white space before it.

use serde::de::IgnoredAny;

/// The tokens of a document.
pub(super) struct Tokens<'a> {
    pub(super) all: Vec<Token<'a>>,
    /// White space behind the document.
    pub(super) end: &'a str,
}

/// A token with its text and the white space before it.
#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) space: &'a str,
    pub(super) text: &'a str,
}

impl Token<'_> {
    pub(super) fn opens(&self) -> bool {
        matches!(self.text, "{" | "[")
    }

    pub(super) fn closes(&self) -> bool {
        matches!(self.text, "}" | "]")
    }

    pub(super) fn is_string(&self) -> bool {
        self.text.starts_with('"')
    }
}

impl<'a> Tokens<'a> {
    /// Reads a document; `None` if the body is no object and no array.
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let text = str::from_utf8(body).ok().filter(|_| super::super::is_json(body))?;
        serde_json::from_str::<IgnoredAny>(text).ok()?;
        let (mut rest, mut all) = (text, Vec::new());
        loop {
            let start = rest.trim_ascii_start();
            let space = &rest[..rest.len() - start.len()];
            if start.is_empty() {
                return Some(Self { all, end: space });
            }
            let (token, behind) = start.split_at_checked(length(start))?;
            all.push(Token { space, text: token });
            rest = behind;
        }
    }

    /// Returns the members of an object that holds nothing but strings, in their order and as they
    /// are written.
    pub(super) fn strings(&self) -> Option<Vec<(&'a str, &'a str)>> {
        let texts: Vec<_> = self.all.iter().map(|token| token.text).collect();
        let ["{", inner @ .., "}"] = texts.as_slice() else { return None };
        let members = inner.split(|text| *text == ",").map(|member| match member {
            [name, ":", value] if value.starts_with('"') => Some((*name, *value)),
            _ => None,
        });
        members.collect()
    }

    /// Counts the pairs of neighbouring members, if all lie in alphabetical order.
    pub(super) fn sorted_pairs(&self) -> Option<u32> {
        let (mut open, mut in_order): (Vec<&str>, u32) = (Vec::new(), 0);
        for (token, next) in self.all.iter().zip(self.all.iter().skip(1)) {
            match token.text {
                "{" | "[" => open.push(""),
                "}" | "]" => drop(open.pop()),
                name if next.text == ":" => {
                    let last = open.last_mut()?;
                    if *last > name {
                        return None;
                    }
                    in_order += u32::from(!last.is_empty());
                    *last = name;
                }
                _ => {}
            }
        }
        Some(in_order)
    }
}

/// The length of the token at the start of a valid document.
fn length(text: &str) -> usize {
    match text.as_bytes().first() {
        Some(b'"') => string_length(text),
        Some(b'{' | b'}' | b'[' | b']' | b',' | b':') => 1,
        _ => text
            .bytes()
            .position(|byte| byte.is_ascii_whitespace() || b"{}[],:\"".contains(&byte))
            .unwrap_or(text.len()),
    }
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}
