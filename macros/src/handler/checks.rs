//! The code that the compiler checks, with each part at the word that it is about.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{ReturnType, Type, spanned::Spanned};

use super::{
    function::{Function, arguments_of, state_in},
    options::Options,
};

/// Returns the checks of a function.
///
/// The name begins with `_`, so that a function without a use is still found to be unused.
pub(crate) fn of(function: &Function, options: &Options) -> TokenStream {
    let cfgs = &function.cfgs;
    let state = state(function, options);
    let payload = function.types().next().map(|ty| payload(ty, &state));
    let extractors = function.types().skip(1).map(|ty| extractor(ty, &state));
    let output = output(function);
    let future = future(function, &state);
    quote! {
        #(#cfgs)*
        const _: () = {
            #payload
            #[allow(deprecated)]
            fn _check() {
                #(#extractors)*
                #output
                #future
            }
        };
    }
}

/// Returns the state of the router: the given one, or else the one that is asked for.
fn state(function: &Function, options: &Options) -> TokenStream {
    let asked = || function.types().find_map(state_in);
    options.state.as_ref().or_else(asked).map_or_else(|| quote!(()), |state| quote!(#state))
}

fn payload(ty: &Type, state: &TokenStream) -> TokenStream {
    quote_spanned! {ty.span()=>
        const _: () = {
            #[allow(unused_imports)]
            use ::hookport::router::handler_check::{Argument, NoExtractor as _};
            ::core::assert!(!Argument::<#ty, #state>::IS_EXTRACTOR, #NOT_A_PAYLOAD);
        };
    }
}

fn extractor(ty: &Type, state: &TokenStream) -> TokenStream {
    if let Some(part) = state_in(ty) {
        return quote_spanned! {part.span()=>
            ::hookport::router::handler_check::part_of_state::<#part, #state>();
        };
    }
    quote_spanned! {ty.span()=>
        ::hookport::router::handler_check::extractor::<#ty, #state>();
    }
}

/// Only an `async` function says its output.
fn output(function: &Function) -> Option<TokenStream> {
    let ReturnType::Type(_, ty) = &function.output else {
        return None;
    };
    function.is_async.then(|| match arguments_of(ty, "Result").as_deref() {
        Some([ok, error]) => {
            let ok = outcome(ok);
            let error = quote_spanned! {error.span()=>
                ::hookport::router::handler_check::error::<#error>();
            };
            quote!(#ok #error)
        }
        _ => outcome(ty),
    })
}

fn outcome(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> ::hookport::router::handler_check::outcome::<#ty>();)
}

fn future(function: &Function, state: &TokenStream) -> TokenStream {
    let ident = &function.ident;
    if !function.is_async {
        return quote_spanned! {function.fn_token.span=>
            ::hookport::router::handler_check::handler::<_, _, #state>(#ident);
        };
    }
    let arguments = function
        .types()
        .map(|ty| quote_spanned!(ty.span()=> ::hookport::router::handler_check::argument()));
    quote_spanned! {ident.span()=>
        ::hookport::router::handler_check::future(#ident(#(#arguments),*));
    }
}

const NOT_A_PAYLOAD: &str = "the first argument of a handler is the payload, and this is an \
                             extractor: write the payload before it";
