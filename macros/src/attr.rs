//! The attribute `#[event(...)]`, as written.

use proc_macro2::TokenTree;
use syn::{
    Attribute, Error, Ident, Lit, LitStr, Meta, Result, Token,
    ext::IdentExt,
    parenthesized,
    parse::{Parse, ParseStream},
};

use crate::{
    errors::Errors,
    place::Place,
    value::{assigned, expected, text},
};

/// One part of an attribute, between two commas.
pub(crate) enum Part {
    /// `"order.paid"`
    Pattern(LitStr),
    /// `other`
    Other(Ident),
    /// `payload = "/data"`
    Payload(LitStr),
    /// `name = "/type"`, `name(header = "x-event", ...)`
    Name(Vec<Place>, Ident),
}

/// Returns the parts of all `#[event(...)]` among `attributes`. `expected` names the allowed parts
/// in an error.
pub(crate) fn parts(attributes: &[Attribute], expected: &str, errors: &mut Errors) -> Vec<Part> {
    let mut parts = Vec::new();
    for attribute in events(attributes) {
        let parse = |input: ParseStream<'_>| {
            let part =
                |input: ParseStream<'_>, errors: &mut Errors| Part::parse(input, expected, errors);
            parts.extend(list(input, errors, part)?);
            Ok(())
        };
        let parsed = match &attribute.meta {
            Meta::Path(_) => Ok(()),
            _ => attribute.parse_args_with(parse),
        };
        errors.keep(parsed);
    }
    parts
}

/// Reads a list with `item`. After a mistake, the rest of the list is still read.
fn list<T>(
    input: ParseStream<'_>,
    errors: &mut Errors,
    item: impl Fn(ParseStream<'_>, &mut Errors) -> Result<T>,
) -> Result<Vec<T>> {
    let mut items = Vec::new();
    while !input.is_empty() {
        let read = item(input, errors).and_then(|item| end(input, item));
        items.extend(errors.keep(read));
        skip_past_comma(input)?;
    }
    Ok(items)
}

/// Returns the attributes named `event`.
pub(crate) fn events(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    let ours = |attribute: &&Attribute| attribute.path().is_ident("event");
    attributes.iter().filter(ours)
}

impl Part {
    fn parse(input: ParseStream<'_>, expected: &str, errors: &mut Errors) -> Result<Self> {
        if input.peek(Lit) {
            return text(input, "an event name in quotes").map(Self::Pattern);
        }
        let word = input.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "other" => Ok(Self::Other(word)),
            "payload" => assigned(&word, input, "payload = \"/pointer\"").map(Self::Payload),
            "name" => Ok(Self::Name(places(&word, input, errors)?, word)),
            unknown => Err(Error::new(
                word.span(),
                format!("unknown event attribute `{unknown}`, expected {expected}"),
            )),
        }
    }
}

/// Reads the places behind `name`.
fn places(word: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> Result<Vec<Place>> {
    if !input.peek(syn::token::Paren) {
        let pointer = assigned(word, input, "name = \"/pointer\"")?;
        return Ok(vec![Place::json(&pointer)?]);
    }
    let content;
    parenthesized!(content in input);
    if content.is_empty() {
        return Err(expected(word, "a place", "name(header = \"...\")"));
    }
    list(&content, errors, |input, _| Place::parse(input))
}

fn end<T>(input: ParseStream<'_>, item: T) -> Result<T> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(item);
    }
    Err(input.error("expected `,`"))
}

fn skip_past_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() {
        if input.parse::<Option<Token![,]>>()?.is_some() {
            break;
        }
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
