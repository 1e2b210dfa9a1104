//! The places that the public keys of a sender are fetched from.

use std::fmt;

use super::UrlPattern;

/// The place that the public keys of a sender are fetched from.
///
/// Needs the feature `public-keys`. Verification itself fetches nothing. A document that is not there yet
/// makes a refusal, [`VerifyError::KeyNotFetched`](crate::VerifyError::KeyNotFetched), which names its URL.
///
/// ```
/// use hookport::{Provider, VerifyError, scheme::{KeyLocation, Signature}, testing::Signer};
///
/// /// `X-Acme-Signature: <hex>` over the body, with one of the keys that Acme publishes.
/// const ACME: Provider = Provider::new("acme").signed_with(
///     Signature::ed25519("x-acme-signature")
///         .key_at(KeyLocation::jwks("https://acme.example/.well-known/jwks.json")),
/// );
///
/// # use std::time::SystemTime;
/// # let private = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
/// let sent = Signer::new(ACME, private).sign("{}")?;
/// let received = hookport::RawRequest::from(&sent);
///
/// // The public half of the key, as Acme's page shows it.
/// let document = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig",
///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
/// let acme = ACME.source().fetched("https://acme.example/.well-known/jwks.json", document);
/// assert!(acme.verifier()?.verify(&received, SystemTime::now()).is_ok());
///
/// let error = ACME.source().verifier()?.verify(&received, SystemTime::now()).unwrap_err();
/// assert!(matches!(error, VerifyError::KeyNotFetched { url } if url.host() == "acme.example"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")
)]
#[non_exhaustive]
pub enum KeyLocation {
    /// A JSON Web Key Set (RFC 7517) at one URL.
    ///
    /// Only keys for signatures are taken, and never a secret one (`oct`). A key without an algorithm
    /// of its own serves the algorithm of the scheme.
    Jwks(UrlPattern),
    /// A list of public keys at one URL, in a form of the sender's own (GitHub): a JSON object with an object for
    /// each key.
    ///
    /// A key that cannot be read, or is for another algorithm than the scheme's, is left out. The request names
    /// its key in the field that [`Signature::key_named_in`](super::Signature::key_named_in) sets.
    ///
    /// ```
    /// use hookport::{Field, Provider, RawRequest, testing::Signer};
    /// use hookport::scheme::{KeyLocation, Signature, UrlPattern};
    ///
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::ed25519("x-acme-signature").key_named_in(Field::Header("x-acme-key")).key_at(
    ///         KeyLocation::KeyList {
    ///             url: UrlPattern::new("https://acme.example/keys"),
    ///             keys: "public_keys",
    ///             id: "id",
    ///             key: "pem",
    ///         },
    ///     ),
    /// );
    /// # let private = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    /// # use std::time::SystemTime;
    ///
    /// let list = r#"{"public_keys":[{"id":"key-1",
    ///     "pem":"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}]}"#;
    /// let sent = Signer::new(ACME, private).header("x-acme-key", "key-1").sign("{}")?;
    ///
    /// let acme = ACME.source().fetched("https://acme.example/keys", list).verifier()?;
    /// assert!(acme.verify(&RawRequest::from(&sent), SystemTime::now()).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    KeyList {
        /// The URL of the list.
        url: UrlPattern,
        /// The member of the document that holds the list.
        keys: &'static str,
        /// The member of each entry that holds the id of its key, which is a text.
        id: &'static str,
        /// The member of each entry that holds the key: as PEM, or as base64 of its DER.
        key: &'static str,
    },
    /// A certificate with the chain behind it, as PEM, at a URL that the request names: in the field that
    /// [`Signature::key_named_in`](super::Signature::key_named_in) sets.
    ///
    /// The chain must lead to a root of Mozilla's list, or to one that the source
    /// [trusts](crate::Source::trusting) in place of those, at the time of the request.
    Certificate {
        /// The URLs that certificates may be fetched from.
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        urls: &'static [UrlPattern],
        /// The name of the host that the certificate is issued to. Any name below it, if it begins with a
        /// dot.
        issued_to: &'static str,
    },
    /// A certificate without a chain, as PEM, at a URL that the request names: as
    /// [`Certificate`](Self::Certificate), for a sender that serves nothing else (Amazon SNS).
    ///
    /// The host that it is fetched from vouches for it, by TLS. It must be valid at the time of the request.
    LoneCertificate {
        /// The URLs that certificates may be fetched from.
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        urls: &'static [UrlPattern],
    },
    /// Three certificates in the header `x5c` of a token: of its signer, of the issuer, and of a root
    /// (App Store). Nothing is fetched.
    ///
    /// The root that comes along counts for nothing: the chain must lead to one that the source
    /// [trusts](crate::Source::trusting), which has to be given, at the time of the request.
    InToken {
        /// The extension that the signer's certificate must have: `1.2.840.113635.100.6.11.1`. It tells
        /// this signer from all others that the root vouches for.
        marked: &'static str,
        /// The extension that the issuer's certificate must have.
        issuer_marked: &'static str,
    },
}

impl KeyLocation {
    /// Makes the location of a key set.
    ///
    /// # Panics
    ///
    /// Panics if the URL is no [`UrlPattern`], or one that admits several URLs: a constant does not compile
    /// then.
    ///
    /// ```compile_fail
    /// # use hookport::scheme::KeyLocation;
    /// // error: a key set has one URL: `*` and `{region}` admit several
    /// const KEYS: KeyLocation = KeyLocation::jwks("https://acme.example/keys/*.json");
    /// # let _ = KEYS;
    /// ```
    #[must_use]
    #[track_caller]
    pub const fn jwks(url: &'static str) -> Self {
        let url = UrlPattern::new(url);
        assert!(!url.has_choice(), "a key set has one URL: `*` and `{{region}}` admit several");
        Self::Jwks(url)
    }

    /// Returns whether the keys lie in certificates that lead to a root.
    #[cfg(any(feature = "public-keys", feature = "serve"))]
    pub(crate) const fn needs_roots(&self) -> bool {
        matches!(self, Self::Certificate { .. } | Self::InToken { .. })
    }
}

/// The location in words: `key set at https://…`.
impl fmt::Display for KeyLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jwks(url) => write!(f, "key set at {url}"),
            Self::KeyList { url, .. } => write!(f, "list of keys at {url}"),
            Self::Certificate { urls, issued_to } => {
                write!(f, "certificate of {issued_to} at {}", listed(urls))
            }
            Self::LoneCertificate { urls } => write!(f, "certificate at {}", listed(urls)),
            Self::InToken { .. } => f.write_str("certificates in the token, under a given root"),
        }
    }
}

fn listed(urls: &[UrlPattern]) -> String {
    urls.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}
