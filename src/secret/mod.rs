//! A signing secret: hidden in `Debug`, wiped on drop.

pub(crate) mod characters;
mod escapes;
mod mistaken;
mod pasted;

use std::{env, fmt};

use zeroize::Zeroizing;

/// What a sender shows in its dashboard: a signing secret, a token, or a public key.
///
/// The text is kept as it was pasted; the provider says how a key is made of it. It never shows in
/// `Debug` and is wiped from memory when it is dropped.
///
/// ```
/// let secret = hookport::Secret::new("whsec_made_up");
///
/// assert_eq!(format!("{secret:?}"), "Secret(hidden)");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text of a secret.
    ///
    /// Whether it is empty or of the wrong kind is found when a receiver is built with it, since
    /// only the provider knows.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Reads a secret from the environment variable `name`.
    ///
    /// # Errors
    ///
    /// Fails if the variable is not set, is not UTF-8, or is blank. The error names the variable.
    pub fn from_env(name: &str) -> Result<Self, SecretError> {
        let text =
            env::var(name).map_err(|cause| SecretError::NotSet { name: name.to_owned(), cause })?;
        let secret = Self::new(text);
        (!secret.is_blank())
            .then_some(secret)
            .ok_or_else(|| SecretError::Blank { name: name.to_owned() })
    }

    /// The text itself. Each use should explain why it may be seen there.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Why [`Secret::from_env`] has no secret.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The variable is not set, or is not UTF-8.
    #[error("environment variable `{name}` holds no secret")]
    NotSet {
        /// The variable.
        name: String,
        /// What the environment said.
        #[source]
        cause: env::VarError,
    },
    /// The variable is set to nothing but white space.
    #[error("environment variable `{name}` is blank")]
    Blank {
        /// The variable.
        name: String,
    },
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
