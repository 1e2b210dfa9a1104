//! `#[handler]`: checks of a function, which stand beside it.
//!
//! The function itself is handed on as it was written, and the checks are never called.

mod checks;
mod function;
mod options;
mod valid;

use proc_macro2::TokenStream;
use quote::quote;

use self::{function::Function, options::Options};
use crate::errors::Errors;

/// The function, and behind it its checks or its mistakes.
pub(crate) fn expand(options: TokenStream, item: &TokenStream) -> TokenStream {
    let added = checked(options, item.clone()).unwrap_or_else(|error| error.to_compile_error());
    quote!(#item #added)
}

fn checked(options: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let options = syn::parse2::<Options>(options)?;
    let function = syn::parse2::<Function>(item)?;
    let mut errors = Errors::default();
    valid::check(&function, &options, &mut errors);
    errors.finish()?;
    Ok(checks::of(&function, &options))
}
