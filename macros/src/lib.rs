//! The macros of hookport. Their documentation is in the `hookport` crate.

mod ast;
mod attr;
mod errors;
mod expand;
mod fallback;
mod handler;
mod key;
mod overlap;
mod pattern;
mod place;
mod pointer;
mod valid;
mod value;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[expect(missing_docs, reason = "documented where the `hookport` crate re-exports it")]
#[proc_macro_derive(WebhookEvent, attributes(event))]
pub fn derive_webhook_event(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::derive(&input).into()
}

#[expect(missing_docs, reason = "documented where the `hookport` crate re-exports it")]
#[proc_macro_attribute]
pub fn handler(options: TokenStream, function: TokenStream) -> TokenStream {
    handler::expand(options.into(), &function.into()).into()
}
