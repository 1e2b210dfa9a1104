//! Patterns of event names that are known when a program runs.

use std::fmt;

use super::pattern::{extends, is_of_entity, is_of_verb};

/// A pattern of event names, as the attribute `#[event("...")]` takes it: `order.paid`, `order.*`,
/// `order/*` or `*/DELETE`.
///
/// ```
/// use hookport::event::NamePattern;
///
/// let orders = NamePattern::parse("order.*")?;
/// assert!(orders.takes("order.paid"));
/// assert!(!orders.takes("order"));
///
/// let error = NamePattern::parse("or*r").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`or*r` is no pattern of event names: write a whole name, `prefix.*`, `ENTITY/*` or `*/VERB`",
/// );
/// # Ok::<(), hookport::event::NamePatternError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamePattern {
    form: Form,
    /// The text without its star.
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Exact,
    Prefix,
    Entity,
    Verb,
}

/// The error of a text that is no pattern of event names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no pattern of event names: write a whole name, `prefix.*`, `ENTITY/*` or `*/VERB`"
)]
pub struct NamePatternError {
    text: String,
}

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Fails if the text is empty, or if its star is not where one of the forms has it.
    pub fn parse(text: &str) -> Result<Self, NamePatternError> {
        let (form, text) = form(text).ok_or_else(|| NamePatternError { text: text.to_owned() })?;
        Ok(Self { form, text: text.to_owned() })
    }

    /// Returns `true` if the pattern takes an event of this name.
    pub fn takes(&self, name: &str) -> bool {
        match self.form {
            Form::Exact => name == self.text,
            Form::Prefix => extends(name, &self.text),
            Form::Entity => is_of_entity(name, &self.text),
            Form::Verb => is_of_verb(name, &self.text),
        }
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Exact => f.write_str(&self.text),
            Form::Prefix | Form::Entity => write!(f, "{}*", self.text),
            Form::Verb => write!(f, "*{}", self.text),
        }
    }
}

fn form(text: &str) -> Option<(Form, &str)> {
    if !text.contains('*') {
        return (!text.is_empty()).then_some((Form::Exact, text));
    }
    let (form, rest) = match (text.strip_suffix('*'), text.strip_prefix('*')) {
        (Some(rest), _) if rest.ends_with('.') => (Form::Prefix, rest),
        (Some(rest), _) if rest.ends_with('/') => (Form::Entity, rest),
        (None, Some(rest)) if rest.starts_with('/') => (Form::Verb, rest),
        _ => return None,
    };
    let segment = rest.trim_matches('/');
    let is_segment = rest.len() == segment.len() + 1 && !segment.contains('/');
    let is_right = rest.len() > 1 && !rest.contains('*') && (form == Form::Prefix || is_segment);
    is_right.then_some((form, rest))
}
