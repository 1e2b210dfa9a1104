//! Mistakes in templates, in sentences that can be made while a constant is compiled.

use std::{error::Error, fmt, str};

/// The mistake in a text that is no [`Template`](super::Template).
///
/// Its sentence names the mistake, its place and what is known. It shows the template, which is no
/// secret.
///
/// ```
/// use hookport::scheme::Template;
///
/// let error = Template::parse("{timestamp}.{body").unwrap_err();
///
/// assert_eq!(error.position(), 12);
/// assert_eq!(
///     error.to_string(),
///     "`{` without its `}`, at byte 12 of template `{timestamp}.{body`: a brace that is signed is \
///      written twice",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateError {
    template: &'static str,
    position: usize,
    mistake: Mistake,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    TakesNothing,
    Unclosed,
    Stray,
    UnknownWord(&'static str),
    NoName(&'static str),
    BadHeader(&'static str),
    BadPointer(&'static str),
    BadSegment(&'static str),
    BadSetting(&'static str),
    BadOption(&'static str),
    NothingBehind,
}

impl TemplateError {
    pub(super) const fn new(template: &'static str, position: usize, mistake: Mistake) -> Self {
        Self { template, position, mistake }
    }

    pub(super) const fn takes_nothing(template: &'static str) -> Self {
        Self::new(template, 0, Mistake::TakesNothing)
    }

    /// Returns the position of the mistake: the number of bytes before it; 0 if it is one of the
    /// whole template.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    pub(super) const fn sentence(&self) -> Sentence {
        let [before, word, after] = self.mistake.words();
        let sentence = Sentence::EMPTY.push(before).push(word).push(after);
        let sentence = match self.mistake {
            Mistake::TakesNothing => sentence.push(", in"),
            _ => sentence.push(", at byte ").push_number(self.position).push(" of"),
        };
        sentence.push(" template `").push(self.template).push("`").push(self.mistake.advice())
    }
}

impl Mistake {
    const fn words(&self) -> [&'static str; 3] {
        match *self {
            Self::TakesNothing => ["no word for a part of the request", "", ""],
            Self::Unclosed => ["`{` without its `}`", "", ""],
            Self::Stray => ["`}` without its `{`", "", ""],
            Self::UnknownWord(word) => ["unknown word `", word, "`"],
            Self::NoName(kind) => ["word `{", kind, ":}` without a name"],
            Self::BadHeader(name) => ["`", name, "` cannot be the name of a header"],
            Self::BadPointer(pointer) => ["JSON pointer `", pointer, "` without its first `/`"],
            Self::BadSegment(text) => ["`", text, "` is no number of a segment"],
            Self::BadSetting(name) => ["`", name, "` cannot be the name of a setting"],
            Self::NothingBehind => ["a value that may be empty, without a text behind it", "", ""],
            Self::BadOption(texts) => ["`?", texts, "` without a text on each side of one `|`"],
        }
    }

    const fn advice(&self) -> &'static str {
        match self {
            Self::TakesNothing => ": anyone could repeat such a signature",
            Self::Unclosed | Self::Stray => ": a brace that is signed is written twice",
            Self::UnknownWord(_) => WORDS,
            Self::NoName(_) | Self::BadHeader(_) | Self::BadPointer(_) => "",
            Self::NothingBehind => ": the text tells where it ends",
            Self::BadOption(_) => ": `|` stands for the value, and the texts tell where it ends",
            Self::BadSetting(_) => ": it is in kebab-case",
            Self::BadSegment(_) => ": `{path-segment:0}` is the last one",
        }
    }
}

const WORDS: &str = ": the words are `{timestamp}`, `{body}`, `{secret}`, `{method}`, `{url}`, `{host}`, \
    `{path-and-query}`, `{escaped-path-and-query}`, `{sorted-form}`, `{url-and-fields}`, `{sorted:WORD|WORD}`, \
    `{listed-headers:NAME}`, `{header:NAME}`, `{header:NAME[ENTRY]}`, `{query:NAME}`, `{form:NAME}`, \
    `{json:/POINTER}`, `{path-segment:N}`, `{setting:NAME}`, `{crc32:body}`, `{json-string:body}`, \
    `{HASH:body}`, `{HASH-base64:body}` and `{HASH-base64url:body}`, where HASH is `sha1`, `sha256`, `sha384` \
     or `sha512`; an optional value is `{header:NAME?BEFORE|AFTER}`, one that may be empty \
    `{header:NAME?}`";

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence().as_str())
    }
}

impl Error for TemplateError {}

/// A text that can be put together while a constant is compiled.
pub(super) struct Sentence {
    bytes: [u8; Self::ROOM],
    len: usize,
}

impl Sentence {
    const ROOM: usize = 4096;
    const EMPTY: Self = Self { bytes: [0; Self::ROOM], len: 0 };

    pub(super) const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "malformed template",
        }
    }

    /// Adds a text. An overlong one is a template that nobody can read: dots stand for it.
    const fn push(mut self, text: &str) -> Self {
        let text = if text.len() > Self::ROOM / 4 { "…" } else { text };
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.len] = text.as_bytes()[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    const fn push_number(mut self, number: usize) -> Self {
        if number > 9 {
            self = self.push_number(number / 10);
        }
        self.bytes[self.len] = b"0123456789"[number % 10];
        self.len += 1;
        self
    }
}
