//! The code that is generated after a mistake, so that no second error follows from it.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{Holds, Input};

pub(crate) fn expand(input: &Input<'_>, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let ident = input.ident;
    let (impl_generics, ty_generics, _) = input.generics.split_for_impl();
    let predicates = input.generics.where_clause.iter();
    let predicates = predicates.flat_map(|clause| &clause.predicates).collect::<Vec<_>>();
    let keys = keys(input);
    quote! {
        #errors

        #[automatically_derived]
        impl #impl_generics ::hookport::WebhookEvent for #ident #ty_generics
        where
            Self: ::core::marker::Sized + ::core::marker::Send + 'static,
            #(#predicates,)*
        {
            const VARIANTS: &'static [::hookport::event::Variant] = &[];

            fn variant_of(_: &str) -> ::core::option::Option<usize> {
                ::core::unreachable!()
            }

            fn decode<R: ::hookport::event::PayloadReader>(
                _: usize,
                _: R,
            ) -> ::core::result::Result<Self, R::Error> {
                ::core::unreachable!()
            }

            fn variant(&self) -> usize {
                ::core::unreachable!()
            }
        }

        #[automatically_derived]
        impl #impl_generics ::hookport::event::key_of::Mistaken for #ident #ty_generics
        where
            #(#predicates,)*
        {
        }

        #[automatically_derived]
        impl #impl_generics ::hookport::event::key_of::KeyOf<Self, ()> for #ident #ty_generics
        where
            #(#predicates,)*
        {
            fn key(self) -> ::hookport::EventKey<Self, ()> {
                ::core::unreachable!()
            }
        }

        #[automatically_derived]
        #[allow(dead_code, missing_docs)]
        impl #impl_generics #ident #ty_generics
        where
            #(#predicates,)*
        {
            #keys
        }
    }
}

/// A key for each name of a variant, of the type that the variant holds.
fn keys(input: &Input<'_>) -> TokenStream {
    let vis = input.vis;
    let mut seen = HashSet::new();
    let keys = input.variants.iter().filter(|variant| seen.insert(&variant.key)).map(|variant| {
        let key = &variant.key;
        let ty = match variant.holds {
            Holds::One(ty) => quote!(#ty),
            Holds::Nothing | Holds::Several => quote!(()),
        };
        quote! {
            #vis const #key: ::hookport::EventKey<Self, #ty> =
                ::hookport::EventKey::new(0, |_| ::core::option::Option::None);
        }
    });
    quote!(#(#keys)*)
}
