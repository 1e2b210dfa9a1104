//! Dictionaries of structured fields (RFC 8941), as far as HTTP message signatures have them.

use crate::scheme::Encoding;

/// A value without parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bare {
    Integer(i64),
    Text(String),
    Token(String),
    Bytes(Vec<u8>),
    Boolean(bool),
}

/// The parameters of a value, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Params(pub(super) Vec<(String, Bare)>);

/// A value with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) value: Bare,
    pub(super) params: Params,
}

/// A member of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Member {
    Item(Item),
    List(Vec<Item>, Params),
}

/// Reads a dictionary; `None` if it is none, or has a decimal.
///
/// A name that occurs twice, in a dictionary or among parameters, is refused, although the RFC lets the last
/// one count: a sender writes each once.
pub(super) fn dictionary(text: &str) -> Option<Vec<(String, Member)>> {
    let mut reader = Reader(text.trim_matches(' '));
    let mut members = Vec::new();
    while !reader.0.is_empty() {
        let name = reader.key()?;
        let member = if reader.eat('=') { reader.member()? } else { reader.flag()? };
        insert(&mut members, name, member)?;
        reader.skip(&[' ', '\t']);
        if reader.0.is_empty() {
            break;
        }
        reader.eat(',').then_some(())?;
        reader.skip(&[' ', '\t']);
        (!reader.0.is_empty()).then_some(())?;
    }
    Some(members)
}

fn insert<T>(all: &mut Vec<(String, T)>, name: String, value: T) -> Option<()> {
    let is_new = all.len() < MOST && all.iter().all(|(other, _)| *other != name);
    is_new.then(|| all.push((name, value)))
}

struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn eat(&mut self, mark: char) -> bool {
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn skip(&mut self, marks: &[char]) {
        self.0 = self.0.trim_start_matches(marks);
    }

    /// Takes the characters of this kind from the front.
    fn take(&mut self, is_such: impl Fn(char) -> bool) -> String {
        let end = self.0.find(|c| !is_such(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken.to_owned()
    }

    fn key(&mut self) -> Option<String> {
        self.0.starts_with(|c: char| c.is_ascii_lowercase() || c == '*').then_some(())?;
        Some(self.take(|c| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.' | '*')
        }))
    }

    fn flag(&mut self) -> Option<Member> {
        Some(Member::Item(Item { value: Bare::Boolean(true), params: self.params()? }))
    }

    fn member(&mut self) -> Option<Member> {
        if !self.eat('(') {
            return self.item().map(Member::Item);
        }
        let mut items = Vec::new();
        loop {
            self.skip(&[' ']);
            if self.eat(')') {
                return Some(Member::List(items, self.params()?));
            }
            (items.len() < MOST).then_some(())?;
            items.push(self.item()?);
            self.0.starts_with([' ', ')']).then_some(())?;
        }
    }

    fn item(&mut self) -> Option<Item> {
        Some(Item { value: self.bare()?, params: self.params()? })
    }

    fn params(&mut self) -> Option<Params> {
        let mut params = Vec::new();
        while self.eat(';') {
            self.skip(&[' ']);
            let name = self.key()?;
            let value = if self.eat('=') { self.bare()? } else { Bare::Boolean(true) };
            insert(&mut params, name, value)?;
        }
        Some(Params(params))
    }

    fn bare(&mut self) -> Option<Bare> {
        match self.0.chars().next()? {
            '"' => self.text().map(Bare::Text),
            ':' => self.bytes().map(Bare::Bytes),
            '?' => self.boolean().map(Bare::Boolean),
            '-' | '0'..='9' => self.integer().map(Bare::Integer),
            'A'..='Z' | 'a'..='z' | '*' => Some(Bare::Token(
                self.take(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c)),
            )),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        self.eat('"');
        let mut text = String::new();
        let mut characters = self.0.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    self.0 = &self.0[at + 1..];
                    return Some(text);
                }
                '\\' => {
                    let escaped = characters.next().map(|(_, c)| c);
                    text.push(escaped.filter(|c| "\"\\".contains(*c))?);
                }
                ' '..='~' => text.push(c),
                _ => return None,
            }
        }
        None
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        self.eat(':');
        let (encoded, rest) = self.0.split_once(':')?;
        self.0 = rest;
        Encoding::Base64.decode(encoded)
    }

    fn boolean(&mut self) -> Option<bool> {
        self.eat('?');
        if self.eat('1') { Some(true) } else { self.eat('0').then_some(false) }
    }

    fn integer(&mut self) -> Option<i64> {
        let sign = if self.eat('-') { -1 } else { 1 };
        let digits = self.take(|c| c.is_ascii_digit());
        let is_integer = (1..=15).contains(&digits.len()) && !self.0.starts_with('.');
        is_integer.then(|| digits.parse::<i64>().ok()).flatten().map(|number| sign * number)
    }
}

impl Bare {
    /// Writes the value in its one canonical form.
    fn write(&self, out: &mut String) {
        match self {
            Self::Integer(number) => out.push_str(&number.to_string()),
            Self::Text(text) => {
                out.push('"');
                for c in text.chars() {
                    if matches!(c, '"' | '\\') {
                        out.push('\\');
                    }
                    out.push(c);
                }
                out.push('"');
            }
            Self::Token(token) => out.push_str(token),
            Self::Bytes(bytes) => {
                out.push(':');
                out.push_str(&Encoding::Base64.encode(bytes));
                out.push(':');
            }
            Self::Boolean(value) => out.push_str(if *value { "?1" } else { "?0" }),
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Params {
    pub(super) fn find(&self, name: &str) -> Option<&Bare> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Writes the parameters in their one canonical form.
    pub(super) fn write(&self, out: &mut String) {
        for (name, value) in &self.0 {
            out.push(';');
            out.push_str(name);
            if *value != Bare::Boolean(true) {
                out.push('=');
                value.write(out);
            }
        }
    }
}

impl Item {
    pub(super) fn write(&self, out: &mut String) {
        self.value.write(out);
        self.params.write(out);
    }
}

/// More than any sender has of labels, components or parameters.
const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the first member in its canonical form.
    fn written(text: &str) -> Option<String> {
        let mut out = String::new();
        match dictionary(text)?.into_iter().next()?.1 {
            Member::Item(item) => item.write(&mut out),
            Member::List(items, params) => {
                for item in items {
                    item.write(&mut out);
                    out.push(' ');
                }
                params.write(&mut out);
            }
        }
        Some(out)
    }

    #[test]
    fn a_value_is_written_in_its_canonical_form() {
        for (text, canonical) in [
            ("a=1", "1"),
            ("a=-07", "-7"),
            (r#"a="b\"\\c""#, r#""b\"\\c""#),
            ("a=:bWFkZQ==:", ":bWFkZQ==:"),
            ("a", "?1"),
            ("a=?0", "?0"),
            ("a=b/c;d;e=1", "b/c;d;e=1"),
            (r#"a=(  "x"   "y";z="1" );  created=1"#, r#""x" "y";z="1" ;created=1"#),
            ("a=()", ""),
        ] {
            assert_eq!(written(text).as_deref(), Some(canonical), "{text}");
        }
    }

    #[test]
    fn a_name_that_occurs_twice_is_refused() {
        assert_eq!(dictionary("a=1, b=2").map(|it| it.len()), Some(2));
        for text in ["a=1, a=2", "a=1;b;b", "a=(\"x\" \"y\");b=1;b=1"] {
            assert_eq!(dictionary(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_dictionary_is_refused() {
        for text in [
            "a=",
            "=1",
            "A=1",
            "a=1,",
            "a=1 b=2",
            "a=(\"x\"",
            "a=(\"x\"\"y\")",
            "a=\"x",
            "a=\"\\x\"",
            "a=:x:",
            "a=:bWFkZQ:",
            "a=?2",
            "a=1.5",
            "a=1234567890123456",
            "a=é",
            "a=\"é\"",
            "a;",
            "a=-",
            "a=@1",
        ] {
            assert_eq!(dictionary(text), None, "{text}");
        }
        assert_eq!(dictionary(""), Some(Vec::new()));
    }

    #[test]
    fn the_number_of_members_is_bounded() {
        let many = |count: usize| {
            let names: Vec<_> = (0..count).map(|nth| format!("a{nth}=1")).collect();
            dictionary(&names.join(",")).is_some()
        };
        assert!(many(MOST));
        assert!(!many(MOST + 1));
    }
}
