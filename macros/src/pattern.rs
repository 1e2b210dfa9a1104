//! Event names, exact or with a star.

use std::cmp::Reverse;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, LitStr, Result};

/// The names that a variant takes.
pub(crate) struct Pattern {
    pub(crate) literal: LitStr,
    pub(crate) text: String,
    pub(crate) form: Form,
}

/// The form of a pattern. Each variant holds the text of the pattern without its star.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// `order.paid`
    Exact,
    /// `order.*`: `order.` and one or more characters.
    Prefix(String),
    /// `order/*`: `order/` and one segment.
    Entity(String),
    /// `*/DELETE`: one segment and `/DELETE`.
    Verb(String),
}

impl Pattern {
    pub(crate) fn new(literal: LitStr) -> Result<Self> {
        let text = literal.value();
        match form(&text) {
            Ok(form) => Ok(Self { literal, text, form }),
            Err(message) => Err(Error::new(literal.span(), message)),
        }
    }

    /// Returns the test of `name` for the generated code; `None` for an exact name.
    pub(crate) fn test(&self) -> Option<TokenStream> {
        let (function, text) = match &self.form {
            Form::Exact => return None,
            Form::Prefix(text) => (quote!(extends), text),
            Form::Entity(text) => (quote!(is_of_entity), text),
            Form::Verb(text) => (quote!(is_of_verb), text),
        };
        Some(quote!(::hookport::event::pattern::#function(name, #text)))
    }

    /// Returns a key that sorts the longest pattern first, which is the most specific one.
    pub(crate) fn specificity(&self) -> Reverse<usize> {
        Reverse(self.text.len())
    }
}

fn form(text: &str) -> std::result::Result<Form, String> {
    if text.is_empty() {
        return Err("empty event name: write the name as the sender does".to_owned());
    }
    if !text.contains('*') {
        return Ok(Form::Exact);
    }
    if let Some(prefix) = text.strip_suffix('*').filter(|prefix| is_prefix(prefix)) {
        return Ok(Form::Prefix(prefix.to_owned()));
    }
    if let Some(entity) = text.strip_suffix("/*").filter(|entity| is_segment(entity)) {
        return Ok(Form::Entity(format!("{entity}/")));
    }
    if let Some(verb) = text.strip_prefix("*/").filter(|verb| is_segment(verb)) {
        return Ok(Form::Verb(format!("/{verb}")));
    }
    Err(advice(text))
}

fn is_prefix(text: &str) -> bool {
    text.len() > 1 && text.ends_with('.') && !text.contains('*')
}

fn is_segment(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '/'])
}

fn advice(text: &str) -> String {
    let plain = text.strip_suffix('*').filter(|plain| is_segment(plain));
    match plain {
        _ if text == "*" => {
            "a lone `*`: write `#[event(other)]` to take every other name".to_owned()
        }
        Some(plain) if plain != "." => {
            format!("`*` stands behind a dot: write `{plain}.*`, or each name in full")
        }
        _ => "a `*` is not expected here: write `prefix.*`, `ENTITY/*` or `*/VERB`".to_owned(),
    }
}
