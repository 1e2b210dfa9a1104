//! The rules of an enum. Each mistake is reported at the word that is wrong.

use std::collections::HashMap;

use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident, Type};

use crate::{
    ast::{Holds, Input, Variant},
    attr,
    errors::Errors,
    key,
    overlap::{self, Overlap},
    pattern::Pattern,
    place::Place,
};

pub(crate) fn check(original: &DeriveInput, input: &Input<'_>, errors: &mut Errors) {
    check_item(original, errors);
    for variant in &input.variants {
        check_body(variant, errors);
        check_names(variant, errors);
        check_payload(variant, errors);
    }
    check_other(&input.variants, errors);
    check_keys(&input.variants, errors);
    check_repeated(&input.variants, errors);
    check_overlaps(input, errors);
}

fn check_item(original: &DeriveInput, errors: &mut Errors) {
    match &original.data {
        Data::Enum(data) if data.variants.is_empty() => {
            errors.on(&original.ident, "empty enum: add a variant for each event");
        }
        Data::Enum(_) => {}
        Data::Struct(data) => errors.at(data.struct_token.span, NOT_AN_ENUM),
        Data::Union(data) => errors.at(data.union_token.span, NOT_AN_ENUM),
    }
    if !original.generics.params.is_empty() {
        errors.on(
            &original.generics,
            "an event enum has no generics: write the types out in its variants",
        );
    }
}

fn check_body(variant: &Variant<'_>, errors: &mut Errors) {
    let ident = &variant.original.ident;
    if let Holds::Several = variant.holds {
        errors.on(
            &variant.original.fields,
            format!("`{ident}` must hold exactly one type, its payload: write `{ident}(Payload)`"),
        );
    }
    let fields = match &variant.original.fields {
        Fields::Unnamed(fields) => &fields.unnamed,
        Fields::Named(fields) => &fields.named,
        Fields::Unit => return,
    };
    for attribute in fields.iter().flat_map(|field| attr::events(&field.attrs)) {
        errors.on(attribute, "not expected here: `#[event(...)]` belongs above the variant");
    }
}

fn check_names(variant: &Variant<'_>, errors: &mut Errors) {
    if variant.other.is_some() {
        for pattern in &variant.patterns {
            errors.on(
                &pattern.literal,
                "`other` takes every name that is left: give this name a variant of its own",
            );
        }
    } else if variant.patterns.is_empty() && variant.legible {
        let syn::Variant { ident, fields, .. } = variant.original;
        errors.on(
            quote!(#ident #fields),
            "missing event name: add `#[event(\"...\")]` above this variant",
        );
    }
}

fn check_payload(variant: &Variant<'_>, errors: &mut Errors) {
    let Some(payload) = &variant.own_payload else {
        return;
    };
    let ident = &variant.original.ident;
    if variant.other.is_some() {
        errors.on(payload, "`other` keeps the whole body: remove `payload`");
    } else if let Holds::Nothing = variant.holds {
        errors.on(
            payload,
            format!("`{ident}` reads no payload: remove `payload`, or write `{ident}(Payload)`"),
        );
    }
}

fn check_other(variants: &[Variant<'_>], errors: &mut Errors) {
    let mut first = None;
    for (variant, span) in variants.iter().filter_map(|v| Some((v, v.other?))) {
        let ident = &variant.original.ident;
        match first {
            Some(first) => errors.at(span, format!("`other` is already `{first}`")),
            None => first = Some(ident),
        }
        let message = format!("`other` keeps the body as it came: write `{ident}(Unknown)`");
        match variant.holds {
            Holds::Nothing => errors.on(ident, message),
            Holds::One(ty) if !is_unknown(ty) => errors.on(ty, message),
            Holds::One(_) | Holds::Several => {}
        }
    }
}

fn is_unknown(ty: &Type) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|segment| segment.ident == "Unknown")
}

fn check_keys(variants: &[Variant<'_>], errors: &mut Errors) {
    let mut seen = HashMap::new();
    for Variant { original, key, .. } in variants {
        let ident = &original.ident;
        if let Some(first) = seen.insert(key, ident) {
            errors.on(
                ident,
                format!("the key of `{ident}` would be `{key}`, as that of `{first}`: rename one"),
            );
        }
        if let Some(hiding) = variants.iter().find(|v| v.original.ident == *key) {
            errors.on(ident, hidden(ident, key, &hiding.original.ident));
        }
    }
}

/// Returns the message that a variant hides the constant of its name.
fn hidden(ident: &Ident, key: &Ident, hiding: &Ident) -> String {
    let camel = key::camel(hiding);
    let advice = if *hiding == camel {
        format!("rename `{hiding}`")
    } else {
        format!("write `{camel}` instead of `{hiding}`")
    };
    format!(
        "the key of `{ident}` is the constant `{key}`, and no variant can have that name: {advice}"
    )
}

fn check_repeated(variants: &[Variant<'_>], errors: &mut Errors) {
    let mut seen = HashMap::new();
    for (variant, pattern) in patterns(variants) {
        let ident = &variant.original.ident;
        if let Some(first) = seen.get(&pattern.text) {
            let message = format!("event `{}` is already `{first}`", pattern.text);
            errors.on(&pattern.literal, message);
        } else {
            seen.insert(&pattern.text, ident);
        }
    }
}

fn check_overlaps(input: &Input<'_>, errors: &mut Errors) {
    // Where the name lies is not known here if the provider says it.
    let pairs = input.name.is_empty() || input.name.iter().any(Place::joins_with_slash);
    let all = patterns(&input.variants).collect::<Vec<_>>();
    let is_listed = |name: &String| all.iter().any(|(_, pattern)| pattern.text == *name);
    for (at, (variant, pattern)) in all.iter().enumerate() {
        let rivals = all[..at].iter().filter(|(v, _)| !std::ptr::eq(*v, *variant));
        for (owner, rival) in rivals {
            let (name, advice) = match overlap::between(pattern, rival, pairs) {
                Some(Overlap::Name(name)) if !is_listed(&name) => {
                    (name, "list it where it belongs")
                }
                Some(Overlap::Such(name)) => (name, "write one of them as names in full"),
                _ => continue,
            };
            let (owner, rival) = (&owner.original.ident, &rival.text);
            let message = format!("`{name}` would also be `{rival}` of `{owner}`: {advice}");
            errors.on(&pattern.literal, message);
        }
    }
}

fn patterns<'a>(
    variants: &'a [Variant<'a>],
) -> impl Iterator<Item = (&'a Variant<'a>, &'a Pattern)> {
    let each = |variant: &'a Variant<'a>| variant.patterns.iter().map(move |p| (variant, p));
    variants.iter().flat_map(each)
}

const NOT_AN_ENUM: &str = "not an enum: events are the variants of an enum";
