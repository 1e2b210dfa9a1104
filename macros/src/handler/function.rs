//! A function, as the rules and the checks see it.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    Attribute, GenericArgument, Generics, Ident, Lifetime, PathArguments, Result, ReturnType,
    Token, Type, Visibility,
    ext::IdentExt,
    parenthesized,
    parse::{Parse, ParseStream},
    token::Paren,
};

/// A function without its body, which is not read.
pub(crate) struct Function {
    /// The `#[cfg(...)]` above the function.
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) is_async: bool,
    pub(crate) fn_token: Token![fn],
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) parentheses: Paren,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: ReturnType,
}

/// One argument.
pub(crate) enum Argument {
    /// `self`, `&self`
    Receiver(Span),
    /// `State(db): State<Db>`, of which only the type is kept.
    Typed(Type),
}

impl Function {
    /// Returns the types of the arguments; a receiver has none.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.arguments.iter().filter_map(|argument| match argument {
            Argument::Typed(ty) => Some(ty),
            Argument::Receiver(_) => None,
        })
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut cfgs = input.call(Attribute::parse_outer)?;
        cfgs.retain(|attribute| attribute.path().is_ident("cfg"));
        input.parse::<Visibility>()?;
        let is_async = qualifiers(input)?;
        let fn_token = input.parse()?;
        let ident = input.parse()?;
        let generics = input.parse()?;
        let inside;
        let parentheses = parenthesized!(inside in input);
        let arguments = arguments(&inside)?;
        let output = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(Self { cfgs, is_async, fn_token, ident, generics, parentheses, arguments, output })
    }
}

/// Reads the words before `fn`, and returns whether `async` is among them.
fn qualifiers(input: ParseStream<'_>) -> Result<bool> {
    let mut is_async = false;
    while !input.peek(Token![fn]) {
        let word = input.fork().call(Ident::parse_any).map(|word| word.to_string());
        match word.as_deref() {
            Ok("async") => is_async = true,
            Ok("const" | "unsafe" | "extern") => {}
            _ if input.peek(syn::LitStr) => {}
            _ => return Err(input.error(NOT_A_FUNCTION)),
        }
        input.parse::<TokenTree>()?;
    }
    Ok(is_async)
}

fn arguments(input: ParseStream<'_>) -> Result<Vec<Argument>> {
    let mut arguments = Vec::new();
    while !input.is_empty() {
        arguments.push(input.parse()?);
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(arguments)
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if let Some(span) = receiver(input)? {
            return Ok(Self::Receiver(span));
        }
        skip_pattern(input)?;
        input.parse::<Token![:]>()?;
        input.parse().map(Self::Typed)
    }
}

/// Reads `self`, `&self`, `mut self` or `self: Box<Self>`, if one of them is next.
fn receiver(input: ParseStream<'_>) -> Result<Option<Span>> {
    let ahead = input.fork();
    ahead.parse::<Option<Token![&]>>()?;
    ahead.parse::<Option<Lifetime>>()?;
    ahead.parse::<Option<Token![mut]>>()?;
    let Ok(word) = ahead.parse::<Token![self]>() else {
        return Ok(None);
    };
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(Some(word.span))
}

/// Reads up to the `:` between a pattern and its type. A path in a pattern holds `::`.
fn skip_pattern(input: ParseStream<'_>) -> Result<()> {
    while input.peek(Token![::]) || !input.peek(Token![:]) {
        if input.parse::<Option<Token![::]>>()?.is_none() {
            input.parse::<TokenTree>()?;
        }
    }
    Ok(())
}

/// Returns the `T` of `State<T>`.
pub(crate) fn state_in(ty: &Type) -> Option<&Type> {
    match &arguments_of(ty, "State")?[..] {
        [state] => Some(state),
        _ => None,
    }
}

/// Returns the types in the brackets behind the last segment of a path, if its name is `name`.
pub(crate) fn arguments_of<'a>(ty: &'a Type, name: &str) -> Option<Vec<&'a Type>> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    arguments.args.iter().map(type_in).collect()
}

fn type_in(argument: &GenericArgument) -> Option<&Type> {
    match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

const NOT_A_FUNCTION: &str = "`#[hookport::handler]` belongs above an `async fn`";
