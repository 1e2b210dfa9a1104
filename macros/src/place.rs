//! Places of the event's name: `name = "/type"`, `name(header = "x-event")`.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Error, Ident, LitInt, LitStr, Result, Token,
    ext::IdentExt,
    parse::{Parse, ParseStream, Parser},
};

use crate::{pointer, value};

/// A place of the event's name, as the code of a `hookport::Field`.
pub(crate) struct Place {
    field: TokenStream,
    /// The text between two values.
    separator: Option<String>,
}

impl Place {
    pub(crate) fn json(pointer: &LitStr) -> Result<Self> {
        pointer::segments(pointer)?;
        Ok(Self::single(quote!(Json(#pointer))))
    }

    /// Returns `true` if the names at this place may have two values with a `/` between them.
    pub(crate) fn joins_with_slash(&self) -> bool {
        self.separator.as_deref().is_some_and(|separator| separator.contains('/'))
    }

    fn single(field: TokenStream) -> Self {
        Self { field, separator: None }
    }
}

impl Parse for Place {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let word = input.call(Ident::parse_any)?;
        let name = word.to_string();
        let text = || value::assigned(&word, input, &format!("{name} = \"...\""));
        let field = match name.as_str() {
            "json" => return Self::json(&text()?),
            "batch" => {
                let pointer = text()?;
                pointer::segments(&pointer)?;
                quote!(Batch(#pointer))
            }
            "header" => quote_text(&quote!(Header), &text()?)?,
            "query" => quote_text(&quote!(Query), &text()?)?,
            "form" => quote_text(&quote!(Form), &text()?)?,
            "fixed" => quote_text(&quote!(Fixed), &text()?)?,
            "member_besides" => quote_text(&quote!(OtherMember), &text()?)?,
            "path" => path_segment(&word, input)?,
            "pair" => return pair(&word, input),
            "only" => only(&word, input)?,
            unknown => {
                return Err(Error::new(
                    word.span(),
                    format!("unknown place of a name `{unknown}`, expected {PLACES}"),
                ));
            }
        };
        Ok(Self::single(field))
    }
}

impl ToTokens for Place {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let field = &self.field;
        tokens.extend(quote!(::hookport::Field::#field));
    }
}

fn quote_text(place: &TokenStream, text: &LitStr) -> Result<TokenStream> {
    not_empty(text)?;
    Ok(quote!(#place(#text)))
}

fn not_empty(text: &LitStr) -> Result<()> {
    if text.value().is_empty() {
        return Err(Error::new(text.span(), "empty text: say which one is meant"));
    }
    Ok(())
}

/// Reads `(header = "x-event", json = "/action")`, and `separator = "/"` behind both if it is
/// there.
fn pair(word: &Ident, input: ParseStream<'_>) -> Result<Place> {
    let read = |content: ParseStream<'_>| {
        let first: Place = content.parse()?;
        if !goes_on(content)? {
            return Err(value::expected(word, "a second place", PAIR));
        }
        let second: Place = content.parse()?;
        let separator = if goes_on(content)? {
            named(word, content, "separator", SEPARATED_PAIR)?
        } else {
            LitStr::new(".", word.span())
        };
        Ok(Place {
            separator: Some(separator.value()),
            field: quote!(Pair { first: &#first, second: &#second, separator: #separator }),
        })
    };
    in_parentheses(word, input, PAIR, read)
}

/// Reads `(header = "x-type", text = "revocation")`.
fn only(word: &Ident, input: ParseStream<'_>) -> Result<TokenStream> {
    let read = |content: ParseStream<'_>| {
        let at: Place = content.parse()?;
        if !goes_on(content)? {
            return Err(value::expected(word, "its text", ONLY));
        }
        let text = named(word, content, "text", ONLY)?;
        not_empty(&text)?;
        Ok(quote!(Only { at: &#at, text: #text }))
    };
    in_parentheses(word, input, ONLY, read)
}

/// Reads the parentheses behind `word`.
fn in_parentheses<T>(
    word: &Ident,
    input: ParseStream<'_>,
    write: &str,
    read: impl FnOnce(ParseStream<'_>) -> Result<T>,
) -> Result<T> {
    match input.parse() {
        Ok(TokenTree::Group(group)) if !group.stream().is_empty() => read.parse2(group.stream()),
        _ => Err(value::expected(word, "a place", write)),
    }
}

/// Reads a comma, and returns `true` if something is behind it.
fn goes_on(content: ParseStream<'_>) -> Result<bool> {
    Ok(content.parse::<Option<Token![,]>>()?.is_some() && !content.is_empty())
}

/// Reads `name = "..."`.
fn named(word: &Ident, content: ParseStream<'_>, name: &str, write: &str) -> Result<LitStr> {
    let own = content.call(Ident::parse_any)?;
    if own != name {
        return Err(Error::new(
            own.span(),
            format!("expected `{name}` in `{word}`: write `{write}`"),
        ));
    }
    let text = value::assigned(&own, content, &format!("{name} = \"...\""))?;
    goes_on(content)?;
    Ok(text)
}

/// Reads `= 0`.
fn path_segment(word: &Ident, input: ParseStream<'_>) -> Result<TokenStream> {
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Err(value::expected(word, "a value", "path = 0"));
    }
    let number: LitInt = input
        .parse()
        .map_err(|error| Error::new(error.span(), "expected a number, `0` is the last segment"))?;
    let segment: usize = number.base10_parse()?;
    Ok(quote!(PathSegment(#segment)))
}

const PAIR: &str = "pair(header = \"...\", json = \"/pointer\")";

const SEPARATED_PAIR: &str = "pair(header = \"...\", json = \"/pointer\", separator = \"/\")";

const ONLY: &str = "only(header = \"...\", text = \"...\")";

const PLACES: &str = "`json`, `batch`, `header`, `query`, `form`, `path`, `pair`, `only`, `fixed` \
                      or `member_besides`";
