//! Where the event's name lies: `name = "/type"`, `name(header = "x-event")`.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Error, Ident, LitInt, LitStr, Result, Token,
    ext::IdentExt,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use crate::{attr, pointer};

/// One of the places, as the `hookport::Field` it stands for.
pub(crate) struct Place(TokenStream);

impl Place {
    pub(crate) fn json(pointer: &LitStr) -> Result<Self> {
        pointer::segments(pointer)?;
        Ok(Self(quote!(Json(#pointer))))
    }
}

impl Parse for Place {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let word = input.call(Ident::parse_any)?;
        let name = word.to_string();
        let text = || attr::assigned(&word, input, &format!("{name} = \"...\""));
        let place = match name.as_str() {
            "json" => return Self::json(&text()?),
            "header" => quote_text(&quote!(Header), &text()?)?,
            "query" => quote_text(&quote!(Query), &text()?)?,
            "form" => quote_text(&quote!(Form), &text()?)?,
            "fixed" => quote_text(&quote!(Fixed), &text()?)?,
            "member_besides" => quote_text(&quote!(OtherMember), &text()?)?,
            "header_pair" => header_pair(&word, input)?,
            "path" => path_segment(&word, input)?,
            unknown => {
                return Err(Error::new(
                    word.span(),
                    format!("unknown place of a name `{unknown}`, expected {PLACES}"),
                ));
            }
        };
        Ok(Self(place))
    }
}

impl ToTokens for Place {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let place = &self.0;
        tokens.extend(quote!(::hookport::Field::#place));
    }
}

fn quote_text(place: &TokenStream, text: &LitStr) -> Result<TokenStream> {
    if text.value().is_empty() {
        return Err(Error::new(text.span(), "empty text: say which one is meant"));
    }
    Ok(quote!(#place(#text)))
}

/// `("x-entity", "x-verb")`
fn header_pair(word: &Ident, input: ParseStream<'_>) -> Result<TokenStream> {
    let mistake = || attr::expected(word, "two headers", "header_pair(\"x-entity\", \"x-verb\")");
    let Ok(TokenTree::Group(group)) = input.parse() else {
        return Err(mistake());
    };
    let headers = Punctuated::<LitStr, Token![,]>::parse_terminated
        .parse2(group.stream())
        .map_err(|_| mistake())?;
    let headers = headers.iter().collect::<Vec<_>>();
    match headers[..] {
        [first, second] => Ok(quote!(HeaderPair(#first, #second))),
        _ => Err(mistake()),
    }
}

/// `= 0`
fn path_segment(word: &Ident, input: ParseStream<'_>) -> Result<TokenStream> {
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Err(attr::expected(word, "a value", "path = 0"));
    }
    let number: LitInt = input
        .parse()
        .map_err(|error| Error::new(error.span(), "expected a number, `0` is the last segment"))?;
    let segment: usize = number.base10_parse()?;
    Ok(quote!(PathSegment(#segment)))
}

const PLACES: &str = "`json`, `header`, `header_pair`, `query`, `form`, `path`, `fixed` or \
                      `member_besides`";
