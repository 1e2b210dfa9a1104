//! Secrets: hidden in `Debug`, wiped on drop.

pub(crate) mod characters;
mod escapes;
mod mistaken;
mod pasted;
mod shapes;

use std::{env, fmt, sync::Arc};

use zeroize::Zeroizing;

/// A secret as the sender's dashboard shows it: a signing secret, a token, or a public key.
///
/// The text is kept as it was pasted; the provider's [`KeyForm`](crate::scheme::KeyForm) makes a
/// key of it. `Debug` hides the text, and it is wiped from memory on drop.
///
/// ```
/// let secret = hookport::Secret::new("whsec_made_up");
///
/// assert_eq!(format!("{secret:?}"), "Secret(hidden)");
/// ```
#[derive(Clone)]
pub struct Secret {
    text: Zeroizing<String>,
    name: Option<Arc<str>>,
}

impl Secret {
    /// Makes a secret of its text.
    ///
    /// A blank secret, or one of the wrong kind, is refused when a receiver is built with it: only
    /// the provider knows the kind.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(text.into()), name: None }
    }

    /// Names the secret. The name says in metrics, and in
    /// [`Verified::secret_name`](crate::Verified::secret_name), which of several secrets has matched.
    ///
    /// It is shown in the open: take a date or a version, and no part of the secret. Two secrets of a
    /// source should not have one name.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{RawRequest, Secret, Verdict, providers, testing::Signer};
    ///
    /// let github = providers::GITHUB
    ///     .secret(Secret::new("made-up-new").named("autumn"))
    ///     .secret(Secret::new("made-up-old").named("spring"))
    ///     .verifier()?;
    ///
    /// let sent = Signer::new(providers::GITHUB, "made-up-old").sign("{}")?;
    /// let Verdict::Delivery(verified) = github.verify(&RawRequest::from(&sent), SystemTime::now())? else {
    ///     panic!("GitHub has no handshake");
    /// };
    /// assert_eq!(verified.secret_name(), Some("spring"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn named(mut self, name: impl Into<Arc<str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Returns the name, if it was given one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(crate) fn shared_name(&self) -> Option<&Arc<str>> {
        self.name.as_ref()
    }

    /// Reads a secret from the environment variable `name`.
    ///
    /// ```no_run
    /// use hookport::{Secret, providers};
    ///
    /// let verifier = providers::STRIPE.secret(Secret::from_env("STRIPE_SECRET")?).verifier()?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
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

    /// Returns the text. Take care that it gets into no log line and no error.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Returns whether the text is that of a PEM file.
    pub(crate) fn is_pem(&self) -> bool {
        self.expose().contains(PEM_BEGIN)
    }
}

/// The beginning of each block of a PEM file.
pub(crate) const PEM_BEGIN: &str = "-----BEGIN ";

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

/// The error of [`Secret::from_env`].
///
/// ```
/// use hookport::Secret;
///
/// let error = Secret::from_env("HOOKPORT_NO_SUCH_VARIABLE").unwrap_err();
///
/// assert_eq!(error.to_string(), "environment variable `HOOKPORT_NO_SUCH_VARIABLE` is not set");
/// ```
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The variable is not set, or is not UTF-8.
    #[error("environment variable `{name}` {}", problem(cause))]
    NotSet {
        /// The variable.
        name: String,
        /// The cause, which the text of the error tells.
        cause: env::VarError,
    },
    /// The variable holds only white space or invisible characters.
    #[error("environment variable `{name}` is blank")]
    Blank {
        /// The variable.
        name: String,
    },
}

const fn problem(cause: &env::VarError) -> &'static str {
    match cause {
        env::VarError::NotPresent => "is not set",
        env::VarError::NotUnicode(_) => "is not UTF-8",
    }
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
