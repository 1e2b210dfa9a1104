//! The words in the brackets: `#[handler(state = App)]`.

use syn::{
    Error, Ident, Result, Token, Type,
    parse::{Parse, ParseStream},
};

/// The words in the brackets of the attribute.
pub(crate) struct Options {
    /// The type of the router's state, if it is given.
    pub(crate) state: Option<Type>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self { state: None });
        }
        let word: Ident = input.parse()?;
        if word != "state" {
            let message = format!("unknown option `{word}`, expected `state = App`");
            return Err(Error::new(word.span(), message));
        }
        let has_value = input.parse::<Option<Token![=]>>()?.is_some() && !input.is_empty();
        if !has_value {
            return Err(Error::new(word.span(), "`state` is without a type: write `state = App`"));
        }
        let state = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Self { state: Some(state) })
    }
}
