//! The values of attributes: `= "..."`.

use syn::{Error, Ident, Lit, LitStr, Result, Token, parse::ParseStream};

/// Reads `= "..."` behind `word`.
pub(crate) fn assigned(word: &Ident, input: ParseStream<'_>, write: &str) -> Result<LitStr> {
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Err(expected(word, "a value", write));
    }
    text(input, &format!("a text in quotes, write `{write}`"))
}

/// Returns the mistake that something is missing behind `word`.
pub(crate) fn expected(word: &Ident, what: &str, write: &str) -> Error {
    Error::new(word.span(), format!("`{word}` is without {what}: write `{write}`"))
}

/// Reads `"..."`.
pub(crate) fn text(input: ParseStream<'_>, expected: &str) -> Result<LitStr> {
    match input.fork().parse::<Lit>() {
        Ok(Lit::Str(_)) => input.parse(),
        _ => Err(input.error(format!("expected {expected}"))),
    }
}
