//! The enum, in the form that the rules and the expansion need.

use proc_macro2::Span;
use syn::{DeriveInput, Fields, Generics, Ident, LitStr, Type, Visibility};

use crate::{
    attr::{self, Part},
    errors::Errors,
    key,
    pattern::Pattern,
    place::Place,
    pointer,
};

pub(crate) struct Input<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) generics: &'a Generics,
    pub(crate) name: Vec<Place>,
    pub(crate) variants: Vec<Variant<'a>>,
}

pub(crate) struct Variant<'a> {
    pub(crate) original: &'a syn::Variant,
    /// The name of its constant.
    pub(crate) key: Ident,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) other: Option<Span>,
    /// `true` if all attributes were read. Otherwise one of them may hold a name.
    pub(crate) legible: bool,
    /// The pointer above the variant, as written.
    pub(crate) own_payload: Option<LitStr>,
    /// The segments of that pointer, or else of the pointer above the enum.
    pub(crate) payload: Vec<String>,
    pub(crate) holds: Holds<'a>,
}

/// The content of a variant.
#[derive(Clone, Copy)]
pub(crate) enum Holds<'a> {
    Nothing,
    One(&'a Type),
    /// Named fields, or more than one field: a mistake.
    Several,
}

impl<'a> Input<'a> {
    /// Reads an enum, and notes each mistake.
    pub(crate) fn new(input: &'a DeriveInput, errors: &mut Errors) -> Self {
        let (name, payload) = enum_attributes(input, errors);
        let variants = match &input.data {
            syn::Data::Enum(data) => data.variants.iter().collect(),
            _ => Vec::new(),
        };
        let read = |variant| Variant::new(variant, payload.as_deref().unwrap_or_default(), errors);
        Self {
            ident: &input.ident,
            vis: &input.vis,
            generics: &input.generics,
            name,
            variants: variants.into_iter().map(read).collect(),
        }
    }
}

fn enum_attributes(input: &DeriveInput, errors: &mut Errors) -> (Vec<Place>, Option<Vec<String>>) {
    let (mut name, mut payload) = (None, None);
    for part in attr::parts(&input.attrs, "`payload` or `name`", errors) {
        match part {
            Part::Pattern(literal) => {
                errors.on(literal, "an event name belongs above a variant");
            }
            Part::Other(word) => errors.on(word, "`other` belongs above a variant"),
            Part::Payload(literal) if payload.is_some() => errors.on(literal, PAYLOAD_TWICE),
            Part::Payload(literal) => {
                payload = Some(errors.keep(pointer::segments(&literal)).unwrap_or_default());
            }
            Part::Name(_, word) if name.is_some() => {
                errors.on(word, "`name` is given twice: list its places in one `name(...)`");
            }
            Part::Name(places, _) => name = Some(places),
        }
    }
    (name.unwrap_or_default(), payload)
}

impl<'a> Variant<'a> {
    fn new(original: &'a syn::Variant, payload: &[String], errors: &mut Errors) -> Self {
        let mut variant = Self {
            original,
            key: key::of(&original.ident),
            patterns: Vec::new(),
            other: None,
            legible: true,
            own_payload: None,
            payload: payload.to_owned(),
            holds: Holds::new(&original.fields),
        };
        let expected = "a name in quotes, `payload` or `other`";
        let mistakes = errors.count();
        for part in attr::parts(&original.attrs, expected, errors) {
            variant.add(part, errors);
        }
        variant.legible = errors.count() == mistakes;
        variant
    }

    fn add(&mut self, part: Part, errors: &mut Errors) {
        match part {
            Part::Pattern(literal) => {
                self.patterns.extend(errors.keep(Pattern::new(literal)));
            }
            Part::Other(word) if self.other.is_some() => {
                errors.on(word, "`other` is given twice");
            }
            Part::Other(word) => self.other = Some(word.span()),
            Part::Payload(literal) if self.own_payload.is_some() => {
                errors.on(literal, PAYLOAD_TWICE);
            }
            Part::Payload(literal) => {
                self.payload = errors.keep(pointer::segments(&literal)).unwrap_or_default();
                self.own_payload = Some(literal);
            }
            Part::Name(_, word) => {
                errors.on(word, "`name` belongs above the enum; a variant lists names in quotes");
            }
        }
    }
}

impl<'a> Holds<'a> {
    fn new(fields: &'a Fields) -> Self {
        match fields {
            Fields::Unit => Self::Nothing,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                Self::One(&fields.unnamed[0].ty)
            }
            _ => Self::Several,
        }
    }
}

const PAYLOAD_TWICE: &str = "`payload` is given twice";
