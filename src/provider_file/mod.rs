//! Senders of your own in TOML, in the words of the builder.
//!
//! The keys are the names of the methods of [`Provider`] and [`Signature`](crate::scheme::Signature),
//! with `-` for `_`, and the values are the words of [`scheme`](crate::scheme) in kebab-case. All ways of proof
//! stand under `[[proved-by]]`, as `signature`, `token`, `jwt` or `http-signature`.
//! [`Provider::to_toml`] writes any built-in sender so: it is the shortest way to a first file, and
//! `hookport providers NAME --toml` does it on the command line.
//!
//! ```
//! use hookport::Provider;
//!
//! let acme = Provider::from_toml(r#"
//!     name = "acme"
//!     documented-at = "https://acme.example/docs/webhooks"
//!     names-event-in = ["header:x-acme-event", "json:/type"]
//!     names-delivery-in = ["header:x-acme-delivery"]
//!     waits-at-most = "10s"
//!
//!     [[proved-by]]
//!     signature.algorithm = { hmac = "sha256" }
//!     signature.found-in = "header:x-acme-signature"
//!     signature.written-as = { prefix = "v0=" }
//!     signature.timestamp-in = { at = "header:x-acme-timestamp", unit = "seconds" }
//!     signature.over = "v0:{timestamp}:{body}"
//!     signature.fresh-within = "5m"
//! "#)?;
//!
//! assert_eq!(acme.name(), "acme");
//! assert!(acme.secret("made-up").verifier().is_ok());
//! # Ok::<(), hookport::provider_file::ProviderFileError>(())
//! ```
//!
//! A place is a text: `header:NAME`, `query:NAME`, `form:NAME`, `json:/POINTER`, `batch:/POINTER`,
//! `path-segment:N`, `name-of-member:/POINTER`, `other-member:NAME`, `body` or `fixed:TEXT`. Two places, one
//! that must hold a text, and one in a text of JSON are tables: `{ pair = { first, second, separator } }`,
//! `{ only = { at, text } }`, `{ json-in = { at, pointer } }`. Segments of a path are counted from its end:
//! `path-segment:0` is the last one. A duration is a number with its unit: `90s`, `5m`, `2h`.

mod error;
pub(crate) mod line;
mod read;

pub use error::ProviderFileError;

use std::sync::LazyLock;

use self::read::Known;
use crate::Provider;

impl Provider {
    /// Reads a sender from TOML, as [`provider_file`](crate::provider_file) describes it.
    ///
    /// A provider is a constant, so a text is kept until the process ends. The same text is kept once,
    /// however often it is read.
    ///
    /// # Errors
    ///
    /// Fails if the text is no TOML, at the first key that is unknown, missing or holds a wrong value,
    /// with its line and the words that are allowed; if no request can have one of the places; if the
    /// name is not in kebab-case; if the text is longer than 64 KiB; and if 1,024 other texts were
    /// read before.
    ///
    /// ```
    /// use hookport::Provider;
    ///
    /// let error = Provider::from_toml("name = 'acme'\nnames-event-in = ['body:/type']").unwrap_err();
    ///
    /// assert_eq!(error.line(), Some(2));
    /// assert!(error.to_string().starts_with(
    ///     "line 2, `names-event-in[0]`: `body:/type` is no place: expected `header:NAME`, "
    /// ));
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, ProviderFileError> {
        KNOWN.provider(text)
    }

    /// Writes the sender as TOML, which [`from_toml`](Self::from_toml) reads. Facts that are not known
    /// are left out.
    ///
    /// ```
    /// use hookport::{Provider, providers};
    ///
    /// let text = providers::STRIPE.to_toml();
    ///
    /// assert!(text.contains("over = \"{timestamp}.{body}\""));
    /// assert_eq!(Provider::from_toml(&text)?, providers::STRIPE);
    /// # Ok::<(), hookport::provider_file::ProviderFileError>(())
    /// ```
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        clippy::expect_used,
        reason = "each word has a form in TOML"
    )]
    pub fn to_toml(&self) -> String {
        let table = |provider: &Self| toml::Table::try_from(provider).expect("a table");
        let (unsaid, mut said) = (table(&Self::new("")), table(self));
        said.retain(|key, value| unsaid.get(key) != Some(value));
        toml::to_string(&said).expect("a document")
    }
}

static KNOWN: LazyLock<Known> = LazyLock::new(Known::default);

/// The length of the longest text, in bytes.
const LONGEST: usize = 64 * 1024;

/// The largest number of different texts.
const MOST: usize = 1024;
