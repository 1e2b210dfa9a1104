//! Texts with words in braces, which stand for values of a delivery.

mod error;
mod escape;
mod part;
mod read;

use std::borrow::Cow;

pub use error::TextTemplateError;
pub(super) use escape::Escape;

use self::part::{Part, Word};
use crate::{Delivery, FieldError};

/// A text with words in braces, which stand for values of a delivery: of a mail, of a reply, of an argument
/// of a command.
///
/// | word | stands for |
/// |---|---|
/// | `{event}` | the event's name |
/// | `{id}` | the id that the sender gave to the delivery |
/// | `{tenant}` | the account, store or project at the sender |
/// | `{provider}` | the name of the sender |
/// | `{endpoint}` | the name of the endpoint |
/// | `{body}` | the body; bytes that are no text as `�` |
/// | `{json:/data/id}` | the value at a JSON pointer |
/// | `{header:x-id}`, `{header:x-sign[env]}` | the value of a header, or of an entry of it |
/// | `{query:shop}`, `{form:command}` | the value of a query parameter, of a field of a form |
/// | `{path-segment:0}` | a segment of the path, counted from its end |
/// | `{json:/name?nobody}` | the value, or `nobody` if there is none; also with the other words |
///
/// Without a text behind `?` a missing value is empty. `{{` and `}}` stand for the braces themselves. The
/// words with a name are those of a [provider file](crate::Provider), and mean the same.
///
/// ```
/// use hookport::destinations::TextTemplate;
///
/// let subject = TextTemplate::parse("{event} of {json:/customer/name?somebody}")?;
///
/// let error = TextTemplate::parse("{evnt} came").unwrap_err();
/// assert!(error.to_string().starts_with("unknown word `{evnt}` in template `{evnt} came`: "));
/// # drop(subject);
/// # Ok::<(), hookport::destinations::TextTemplateError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct TextTemplate(Vec<Part>);

impl TextTemplate {
    /// Reads a template. A text that is not `'static` is kept until the process ends.
    ///
    /// # Errors
    ///
    /// Fails at the first word that is not known, the first name that no value can have, and the first brace
    /// that is not closed or not opened.
    pub fn parse(text: impl Into<Cow<'static, str>>) -> Result<Self, TextTemplateError> {
        let text = match text.into() {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => Box::leak(text.into_boxed_str()),
        };
        read::parts(text).map(Self)
    }

    /// Returns the text for a delivery to this endpoint.
    ///
    /// # Errors
    ///
    /// Fails if a value is there and cannot be read.
    pub fn text(&self, delivery: &Delivery, endpoint: &str) -> Result<String, FieldError> {
        self.escaped(delivery, endpoint, Escape::Nothing)
    }

    /// The body alone.
    pub(super) fn body() -> Self {
        Self(vec![Part::Value { word: Word::Body, default: "" }])
    }

    /// `{endpoint}: {event?delivery}`
    pub(super) fn event_at_endpoint() -> Self {
        Self(vec![
            Part::Value { word: Word::Endpoint, default: "" },
            Part::Text(": "),
            Part::Value { word: Word::Event, default: "delivery" },
        ])
    }

    /// Returns the text, if it is the same for each delivery.
    pub(super) fn without_words(&self) -> Option<String> {
        let texts = self.0.iter().map(|part| match part {
            Part::Text(text) => Some(*text),
            Part::Value { .. } => None,
        });
        texts.collect()
    }

    /// Returns the text, in which values are written so that they stay values.
    pub(super) fn escaped(
        &self,
        delivery: &Delivery,
        endpoint: &str,
        escape: Escape,
    ) -> Result<String, FieldError> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Value { word, default } => {
                    let value = word.value(delivery, endpoint)?;
                    let value = value.filter(|value| !value.is_empty());
                    escape.write(value.as_deref().unwrap_or(default), &mut text);
                }
            }
        }
        Ok(text)
    }
}
