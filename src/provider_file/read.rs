//! Reading a document once.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use serde_json::Value;
use serde_path_to_error::Segment;

use super::{LONGEST, MOST, ProviderFileError, line::Lines};
use crate::{Provider, verify::places};

/// All texts that were read, each with its result.
#[derive(Default)]
pub(super) struct Known(Mutex<HashMap<String, Result<Provider, ProviderFileError>>>);

impl Known {
    /// Returns the provider of this text, which is read if it is a new one.
    pub(super) fn provider(&self, text: &str) -> Result<Provider, ProviderFileError> {
        if text.len() > LONGEST {
            return Err(ProviderFileError::TooLong);
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = known.get(text) {
            return read.clone();
        }
        if known.len() >= MOST {
            return Err(ProviderFileError::TooMany);
        }
        let read = provider(text);
        known.insert(text.to_owned(), read.clone());
        read
    }
}

fn provider(text: &str) -> Result<Provider, ProviderFileError> {
    let document: Value =
        toml::from_str(text).map_err(|error| ProviderFileError::NoToml(error.to_string()))?;
    let document: &'static Value = Box::leak(Box::new(document));
    let provider: Provider = serde_path_to_error::deserialize(document).map_err(|error| {
        let line = Lines::of(text).line(error.path());
        let key = error.path().to_string();
        ProviderFileError::Key { line, key, problem: error.into_inner().to_string() }
    })?;
    if !is_kebab_case(provider.name()) {
        let line = Lines::of(text).line(&[Segment::Map { key: "name".into() }]);
        let problem = "expected a name in kebab-case: `acme-pay`".into();
        return Err(ProviderFileError::Key { line, key: "name".into(), problem });
    }
    places::check(&provider)?;
    Ok(provider)
}

fn is_kebab_case(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    name.split('-').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_different_texts_are_kept() {
        let known = Known::default();
        let read = |number: usize| known.provider(&format!("name = 'acme-{number}'"));

        assert!((0..MOST).all(|number| read(number).is_ok()));
        assert_eq!(read(MOST), Err(ProviderFileError::TooMany));
        assert!(read(0).is_ok());
    }
}
