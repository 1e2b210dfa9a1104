//! Command lines of curl.

mod options;
mod shell;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

use self::{options::Meaning, shell::Word};
use super::{CaptureError, Captured};
use crate::{
    http_file::{self, Head, Lines},
    scheme::Encoding,
};

/// Reads the request that the command would send.
pub(super) fn read(lines: &Lines<'_>) -> Result<Captured, CaptureError> {
    let first = lines.taken() + 1;
    let mut words = shell::words(lines.rest(), first)?.into_iter().peekable();
    words.next_if(|word| word.text == b"$");
    words.next_if(|word| word.text == b"curl").ok_or(CaptureError::line(first, CURL))?;
    let mut command = Command::default();
    while let Some(word) = words.next() {
        command.take(&word, &mut words)?;
    }
    command.finish(first)
}

/// The request as far as the arguments were read.
#[derive(Default)]
struct Command {
    method: Option<Method>,
    uri: Option<Uri>,
    headers: HeaderMap,
    data: Option<Vec<u8>>,
    content_type: Option<&'static str>,
}

impl Command {
    /// Takes one argument, and the next one where that is its value.
    fn take(
        &mut self,
        word: &Word,
        more: &mut impl Iterator<Item = Word>,
    ) -> Result<(), CaptureError> {
        let text = str::from_utf8(&word.text).map_err(|_| word.expected(OPTION))?;
        match text.strip_prefix('-') {
            None => self.set(Meaning::Url, word),
            Some(rest) => match rest.strip_prefix('-') {
                Some(name) => self.take_long(name, word, more),
                None => self.take_short(rest, word, more),
            },
        }
    }

    fn take_long(
        &mut self,
        name: &str,
        word: &Word,
        more: &mut impl Iterator<Item = Word>,
    ) -> Result<(), CaptureError> {
        match options::long(name).ok_or_else(|| word.expected(OPTION))? {
            Meaning::Flag => Ok(()),
            meaning => self.set(meaning, &more.next().ok_or_else(|| word.expected(VALUE))?),
        }
    }

    /// Takes letters that may stand together: `-sXPOST`.
    fn take_short(
        &mut self,
        letters: &str,
        word: &Word,
        more: &mut impl Iterator<Item = Word>,
    ) -> Result<(), CaptureError> {
        for (at, letter) in letters.char_indices() {
            let meaning = options::short(letter).ok_or_else(|| word.expected(OPTION))?;
            if meaning == Meaning::Flag {
                continue;
            }
            let value = match &letters[at + letter.len_utf8()..] {
                "" => more.next().ok_or_else(|| word.expected(VALUE))?,
                rest => Word { line: word.line, text: rest.as_bytes().to_vec() },
            };
            return self.set(meaning, &value);
        }
        Ok(())
    }

    fn set(&mut self, meaning: Meaning, value: &Word) -> Result<(), CaptureError> {
        match meaning {
            Meaning::Flag | Meaning::Ignored => Ok(()),
            Meaning::Url => self.set_url(value),
            Meaning::Method => {
                let method = Method::from_bytes(&value.text);
                self.method = Some(method.map_err(|_| value.expected("a method"))?);
                Ok(())
            }
            Meaning::Header => self.add_header(value),
            Meaning::Named(name) => self.add(HeaderName::from_static(name), &value.text, value),
            Meaning::User => {
                let credentials = Encoding::Base64.encode(&value.text);
                self.add(header::AUTHORIZATION, format!("Basic {credentials}").as_bytes(), value)
            }
            Meaning::Data if value.text.starts_with(b"@") => Err(value.expected(DATA)),
            Meaning::Data | Meaning::RawData => {
                self.add_data(&value.text, Some(b'&'), FORM);
                Ok(())
            }
            Meaning::Json => {
                self.add_data(&value.text, None, "application/json");
                Ok(())
            }
        }
    }

    fn set_url(&mut self, value: &Word) -> Result<(), CaptureError> {
        let wrong = || value.expected("one URL");
        let text = str::from_utf8(&value.text).map_err(|_| wrong())?;
        let text = text.split('#').next().unwrap_or_default();
        let scheme = if text.contains("://") { "" } else { "http://" };
        let uri = format!("{scheme}{text}").parse().map_err(|_| wrong())?;
        self.uri.replace(uri).map_or(Ok(()), |_| Err(wrong()))
    }

    /// Adds `Name: value`. `Name:` says that curl's own header is not sent, `Name;` that it is
    /// empty.
    fn add_header(&mut self, value: &Word) -> Result<(), CaptureError> {
        let text = match value.text.strip_suffix(b";") {
            Some(name) if !name.contains(&b':') => [name, b":"].concat(),
            _ if value.text.ends_with(b":") => return Ok(()),
            _ => value.text.clone(),
        };
        let (name, text) =
            http_file::header(&text).ok_or_else(|| value.expected("`Name: value`"))?;
        self.add(name, text.as_bytes(), value)
    }

    fn add(&mut self, name: HeaderName, text: &[u8], value: &Word) -> Result<(), CaptureError> {
        let text = HeaderValue::from_bytes(http_file::trimmed(text))
            .map_err(|_| value.expected("`Name: value`"))?;
        self.headers.try_append(name, text).map_err(|_| value.expected("fewer headers"))?;
        Ok(())
    }

    fn add_data(&mut self, data: &[u8], separator: Option<u8>, content_type: &'static str) {
        match &mut self.data {
            Some(all) => {
                all.extend(separator);
                all.extend_from_slice(data);
            }
            all => *all = Some(data.to_vec()),
        }
        self.content_type = Some(content_type);
    }

    fn finish(mut self, line: usize) -> Result<Captured, CaptureError> {
        if let Some(content_type) = self.content_type {
            let content_type = HeaderValue::from_static(content_type);
            self.headers.entry(header::CONTENT_TYPE).or_insert(content_type);
        }
        let method = if self.data.is_some() { Method::POST } else { Method::GET };
        let head = Head {
            method: self.method.unwrap_or(method),
            uri: self.uri.ok_or(CaptureError::line(line, "a URL among the arguments"))?,
            headers: self.headers,
        };
        Ok(Captured { head, body: self.data.unwrap_or_default().into() })
    }
}

const CURL: &str = "`curl` and its arguments";
const OPTION: &str = "an option of curl that says what is sent, such as -X, -H or --data-raw";
const VALUE: &str = "a value behind the option";
const DATA: &str = "the data itself, not the name of a file";
const FORM: &str = "application/x-www-form-urlencoded";
