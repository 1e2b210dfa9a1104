//! The rules that need no types, each mistake on the word that is wrong.

use quote::ToTokens;
use syn::Type;

use super::{
    function::{Argument, Function, state_in},
    options::Options,
};
use crate::errors::Errors;

pub(crate) fn check(function: &Function, options: &Options, errors: &mut Errors) {
    check_generics(function, errors);
    check_number(function, errors);
    check_receiver(function, errors);
    check_payload(function, errors);
    if options.state.is_none() {
        check_states(function, errors);
    }
}

fn check_generics(function: &Function, errors: &mut Errors) {
    if !function.generics.params.is_empty() {
        errors.on(&function.generics, "a handler has no generics: write the types out");
    }
    for ty in function.types() {
        if let Type::ImplTrait(ty) = ty {
            errors.at(
                ty.impl_token.span,
                "a handler has no generics: write a type instead of `impl`",
            );
        }
    }
}

fn check_number(function: &Function, errors: &mut Errors) {
    if function.arguments.is_empty() {
        errors.at(
            function.parentheses.span.join(),
            "a handler takes its payload: write `payload: Payload`, or `_: ()` for a variant \
             without one",
        );
    }
    if let Some(ty) = function.types().nth(MOST_ARGUMENTS) {
        errors.on(ty, "a handler has at most 13 arguments: the payload and 12 extractors");
    }
}

fn check_receiver(function: &Function, errors: &mut Errors) {
    for argument in &function.arguments {
        if let Argument::Receiver(span) = argument {
            errors.at(
                *span,
                "a handler has no `self`: write a function outside of `impl`, and `State(it): \
                 State<It>` for what it needs",
            );
        }
    }
}

fn check_payload(function: &Function, errors: &mut Errors) {
    if let Some(Type::Reference(ty)) = function.types().next() {
        errors.at(ty.and_token.span, "a handler owns its payload: remove the `&`");
    }
}

/// Each `State<T>` but the first may be a part of the state, which the text does not say.
fn check_states(function: &Function, errors: &mut Errors) {
    let mut states = function.types().filter_map(state_in);
    let Some(first) = states.next() else {
        return;
    };
    let text = |ty: &Type| ty.to_token_stream().to_string();
    if let Some(other) = states.find(|state| text(state) != text(first)) {
        errors.on(
            other,
            "the router has one state, of which the others are parts: say which it is by \
             `#[hookport::handler(state = App)]`",
        );
    }
}

/// The payload and twelve extractors, as many as `Handler` is implemented for.
const MOST_ARGUMENTS: usize = 13;
