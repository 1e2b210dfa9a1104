//! The code that is generated.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Attribute, DeriveInput, ext::IdentExt, spanned::Spanned};

use crate::{
    ast::{Holds, Input, Variant},
    errors::Errors,
    fallback, valid,
};

pub(crate) fn derive(original: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let input = Input::new(original, &mut errors);
    valid::check(original, &input, &mut errors);
    match errors.finish() {
        Ok(()) => expand(&input),
        Err(error) => fallback::expand(&input, &error),
    }
}

fn expand(input: &Input<'_>) -> TokenStream {
    let ident = input.ident;
    let places = &input.name;
    let variants = input.variants.iter().map(description);
    let variant_of = variant_of(&input.variants);
    let decode = decode(&input.variants);
    let variant = variant(&input.variants);
    let keys = keys(input);
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl ::hookport::WebhookEvent for #ident {
            const VARIANTS: &'static [::hookport::event::Variant] = &[#(#variants),*];
            const NAME: &'static [::hookport::Field] = &[#(#places),*];
            #variant_of
            #decode
            #variant
        }

        #keys
    }
}

fn description(variant: &Variant<'_>) -> TokenStream {
    let ident = variant.original.ident.unraw().to_string();
    let key = variant.key.to_string();
    let names = variant.patterns.iter().map(|pattern| &pattern.literal);
    let payload = &variant.payload;
    let other = variant.other.is_some();
    let reads = match variant.holds {
        Holds::One(_) if other => quote!(::hookport::event::Reads::Body),
        Holds::One(ty) => quote_spanned!(ty.span()=> <#ty as ::hookport::event::Payload>::READS),
        Holds::Nothing | Holds::Several => quote!(::hookport::event::Reads::Nothing),
    };
    quote! {
        ::hookport::event::Variant {
            ident: #ident,
            key: #key,
            names: &[#(#names),*],
            payload: &[#(#payload),*],
            reads: #reads,
            other: #other,
        }
    }
}

fn variant_of(variants: &[Variant<'_>]) -> TokenStream {
    let exact = variants.iter().enumerate().filter_map(|(index, variant)| {
        let names = variant.patterns.iter().filter(|pattern| pattern.test().is_none());
        let names = names.map(|pattern| &pattern.literal).collect::<Vec<_>>();
        (!names.is_empty()).then(|| quote!(#(#names)|* => ::core::option::Option::Some(#index),))
    });
    let stars = stars(variants);
    let other = variants.iter().position(|variant| variant.other.is_some());
    let rest = other.map_or_else(
        || quote!(::core::option::Option::None),
        |other| quote!(::core::option::Option::Some(#other)),
    );
    quote! {
        fn variant_of(name: &str) -> ::core::option::Option<usize> {
            match name {
                #(#exact)*
                #(#stars)*
                _ => #rest,
            }
        }
    }
}

fn stars(variants: &[Variant<'_>]) -> impl Iterator<Item = TokenStream> {
    let patterns = variants.iter().enumerate();
    let patterns = patterns.flat_map(|(index, v)| v.patterns.iter().map(move |p| (index, p)));
    let mut stars = patterns
        .filter_map(|(index, pattern)| Some((index, pattern, pattern.test()?)))
        .collect::<Vec<_>>();
    stars.sort_by_key(|(_, pattern, _)| pattern.specificity());
    let arm = |(index, _, test)| quote!(_ if #test => ::core::option::Option::Some(#index),);
    stars.into_iter().map(arm)
}

fn decode(variants: &[Variant<'_>]) -> TokenStream {
    let last = variants.len() - 1;
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let ident = &variant.original.ident;
        let read = match variant.holds {
            Holds::One(ty) if variant.other.is_some() => {
                let own = quote_spanned!(ty.span()=> Self::#ident(unknown));
                quote!(::hookport::event::PayloadReader::unknown(reader).map(|unknown| #own))
            }
            Holds::One(ty) => {
                let read = quote_spanned!(ty.span()=> <#ty as ::hookport::event::Payload>::read);
                quote!(#read(reader).map(Self::#ident))
            }
            Holds::Nothing | Holds::Several => quote!(::core::result::Result::Ok(Self::#ident)),
        };
        if index == last {
            return quote!(_ => #read);
        }
        quote!(#index => #read)
    });
    quote! {
        #[allow(unused_variables)]
        fn decode<R: ::hookport::event::PayloadReader>(
            variant: usize,
            reader: R,
        ) -> ::core::result::Result<Self, R::Error> {
            match variant { #(#arms,)* }
        }
    }
}

fn variant(variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let ident = &variant.original.ident;
        quote!(Self::#ident { .. } => #index)
    });
    quote! {
        fn variant(&self) -> usize {
            match self { #(#arms,)* }
        }
    }
}

/// Returns the constants, one for each variant.
fn keys(input: &Input<'_>) -> TokenStream {
    let (ident, vis) = (input.ident, input.vis);
    let keys = input.variants.iter().enumerate().map(|(index, variant)| {
        let (name, key) = (&variant.original.ident, &variant.key);
        let docs = docs(variant);
        let (ty, pattern, value) = match variant.holds {
            Holds::One(ty) => (quote!(#ty), quote!((value)), quote!(value)),
            Holds::Nothing | Holds::Several => (quote!(()), quote!(), quote!(())),
        };
        quote! {
            #docs
            #vis const #key: ::hookport::EventKey<Self, #ty> =
                ::hookport::EventKey::new(#index, |event| match event {
                    Self::#name #pattern => ::core::option::Option::Some(#value),
                    #[allow(unreachable_patterns)]
                    _ => ::core::option::Option::None,
                });
        }
    });
    quote! {
        #[automatically_derived]
        #[allow(dead_code, deprecated)]
        impl #ident { #(#keys)* }
    }
}

/// Returns the documentation of a key: a sentence of its own, and that of the variant.
pub(crate) fn docs(variant: &Variant<'_>) -> TokenStream {
    let ident = variant.original.ident.unraw();
    let key = format!("The key of [`{ident}`](Self::{ident}).");
    let is_doc = |attribute: &&Attribute| attribute.path().is_ident("doc");
    let own = variant.original.attrs.iter().filter(is_doc).collect::<Vec<_>>();
    let gap = (!own.is_empty()).then(|| quote!(#[doc = ""]));
    quote!(#[doc = #key] #gap #(#own)*)
}
