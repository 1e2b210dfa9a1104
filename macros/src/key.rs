//! The name of a variant's constant.

use syn::{Ident, ext::IdentExt};

/// Returns the name in upper case: `PaymentIntent` becomes `PAYMENT_INTENT`, and `HTTPPing` becomes
/// `HTTP_PING`.
pub(crate) fn of(variant: &Ident) -> Ident {
    let name = variant.unraw().to_string();
    let letters = name.chars().collect::<Vec<_>>();
    let mut key = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if at > 0 && starts_word(letters[at - 1], *letter, letters.get(at + 1)) {
            key.push('_');
        }
        key.extend(letter.to_uppercase());
    }
    Ident::new(&key, variant.span())
}

/// Returns a name in camel case: `PR_OPENED` becomes `PrOpened`.
pub(crate) fn camel(name: &Ident) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters.flat_map(char::to_lowercase)).collect::<String>()
    };
    name.unraw().to_string().split('_').map(word).collect()
}

fn starts_word(before: char, letter: char, after: Option<&char>) -> bool {
    let ends_acronym = before.is_uppercase() && after.is_some_and(|after| after.is_lowercase());
    letter.is_uppercase() && before != '_' && (!before.is_uppercase() || ends_acronym)
}
