//! Errors of a configuration.

use std::{borrow::Cow, fmt};

use super::FetchedError;

/// The reason why a receiver could not be built. Found at start-up; it names the fault, never the
/// secret.
///
/// A program usually ends with this error, since it cannot receive anything. `Debug` shows the same
/// sentence as `Display`, so that `main` may return it.
///
/// ```
/// use hookport::{ConfigError, Source, providers};
///
/// let error = |source: Source| source.verifier().map(drop).unwrap_err();
///
/// let blank = error(providers::STRIPE.secret("whsec_made_up").secret(" "));
/// assert_eq!(blank, ConfigError::BlankSecret { provider: "stripe", index: 1 });
/// assert_eq!(blank.to_string(), "secret 2 of provider `stripe` is blank");
///
/// let url = error(providers::TWILIO.secret("made-up"));
/// assert_eq!(url.to_string(), "provider `twilio` signs or hashes its URL: `public_url` is missing");
///
/// let kind = error(providers::DISCORD.secret("a bot token in place of the public key"));
/// assert!(matches!(kind, ConfigError::WrongKind { provider: "discord", .. }));
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// No secret was given.
    #[error("provider `{provider}` needs a secret")]
    NoSecret {
        /// The provider.
        provider: &'static str,
    },
    /// A secret is empty, holds nothing but white space and invisible characters, or decodes to
    /// nothing or to zeros.
    #[error("secret {} of provider `{provider}` is blank", .index + 1)]
    BlankSecret {
        /// The provider.
        provider: &'static str,
        /// The index of the secret, counted from 0.
        index: usize,
    },
    /// Each place of a signature has a key of its own, and there are more secrets than places.
    #[error(
        "provider `{provider}` takes at most {most} secrets: one for each place of a signature"
    )]
    TooManySecrets {
        /// The provider.
        provider: &'static str,
        /// The number of places.
        most: usize,
    },
    /// A secret is not of the kind that this provider gives out.
    #[error(
        "secret {} of provider `{provider}` is of the wrong kind: expected {expected}{}",
        .index + 1,
        odd(.oddity.as_ref())
    )]
    WrongKind {
        /// The provider.
        provider: &'static str,
        /// The index of the secret, counted from 0.
        index: usize,
        /// The form of what the provider gives out.
        expected: Cow<'static, str>,
        /// The oddity of the text: `has quotation marks around it`.
        oddity: Option<String>,
    },
    /// The sender publishes no way to prove itself: the user must choose one.
    #[error(
        "provider `{provider}` says no way to prove itself: add one with `signed_with`, `token_in` or, in a file, `proved-by`"
    )]
    NoScheme {
        /// The provider.
        provider: &'static str,
    },
    /// The provider signs its URL, or wants a hash of it in the answer to a handshake, so the URL as the
    /// sender knows it must be configured.
    #[error("provider `{provider}` signs or hashes its URL: `public_url` is missing")]
    NoPublicUrl {
        /// The provider.
        provider: &'static str,
    },
    /// The public URL cannot be read.
    #[error("`public_url` of provider `{provider}` must be `http(s)://host[:port][/prefix]`")]
    BadPublicUrl {
        /// The provider.
        provider: &'static str,
    },
    /// The public URL holds a user and password. Senders leave them out before they sign.
    #[error(
        "`public_url` of provider `{provider}` holds a user or password: leave them out, as the sender does"
    )]
    UserInfoInPublicUrl {
        /// The provider.
        provider: &'static str,
    },
    /// The provider's handshake needs a verify token.
    #[error("provider `{provider}` was given a blank verify token")]
    BlankVerifyToken {
        /// The provider.
        provider: &'static str,
    },
    /// The provider signs a timestamp or has a window, and no place for a timestamp.
    #[error(
        "signature of provider `{provider}` has no place for its timestamp: see `Signature::timestamp_in`"
    )]
    NoTimestamp {
        /// The provider.
        provider: &'static str,
    },
    /// Anybody could change the timestamp, so that a window would keep out no recorded request.
    #[error(
        "timestamp of provider `{provider}` is not signed: sign it by `{{timestamp}}` in \
         `Signature::over`, or say that the sender does not, by `Signature::unsigned_timestamp_in`"
    )]
    UnsignedTimestamp {
        /// The provider.
        provider: &'static str,
    },
    /// The separator of a list of signatures is empty, or can be a part of a signature.
    #[error(
        "separator of provider `{provider}` can be a part of a signature: see \
         `Signature::written_as`"
    )]
    AmbiguousSeparator {
        /// The provider.
        provider: &'static str,
    },
    /// The secrets of a receiver cannot be changed by its handle: they are found for each account.
    #[error(
        "secrets of provider `{provider}` are found for each account: change them in their store"
    )]
    SecretsOfAccounts {
        /// The provider.
        provider: &'static str,
    },
    /// The provider looks for a value in a place that no request has: a JSON pointer without its
    /// first `/`, or a header of an impossible name.
    #[error("`{setting}` of provider `{provider}` cannot be found: {problem}")]
    BadPlace {
        /// The provider.
        provider: &'static str,
        /// The function of [`Provider`](crate::Provider) that set the place: `names_event_in`.
        setting: &'static str,
        /// The mistake, with the pointer or the header.
        problem: String,
    },
    /// A setting that the host of the provider's keys is made of is missing, or is no name of a host.
    #[error(
        "setting `{setting}` of provider `{provider}` must be the name of a host, as `acme.example`"
    )]
    BadKeyHost {
        /// The provider.
        provider: &'static str,
        /// The name of the setting.
        setting: &'static str,
    },
    /// A root of [`Source::trusting`](crate::Source::trusting) is no certificate in PEM.
    #[error("root that provider `{provider}` was given is no certificate in PEM")]
    BadRoot {
        /// The provider.
        provider: &'static str,
    },
    /// The provider has a root of its own, which the source has to trust.
    #[error("provider `{provider}` needs the root of its certificates: see `Source::trusting`")]
    NoRoot {
        /// The provider.
        provider: &'static str,
    },
    /// A document that was given by [`Source::fetched`](crate::Source::fetched) cannot be used.
    #[error("document of {url} cannot be used: {problem}")]
    BadFetched {
        /// The URL that it was given for.
        url: String,
        /// The mistake.
        problem: FetchedError,
    },
    /// A document was given by [`Source::fetched`](crate::Source::fetched) for a URL that no key of this
    /// source comes from: its text is mistyped, or the source has a secret in place of published keys.
    #[error("no key of provider `{provider}` comes from {url}")]
    UnusedFetched {
        /// The provider.
        provider: &'static str,
        /// The URL that the document was given for.
        url: String,
    },
    /// A plain hash without the secret, or another signature with it.
    #[error(
        "message of provider `{provider}` must hold `{{secret}}` if the hash is a plain one, and only then"
    )]
    MisplacedSecret {
        /// The provider.
        provider: &'static str,
    },
    /// A setting that the provider needs is missing or blank.
    #[error("provider `{provider}` needs the setting `{name}`: {meaning}")]
    NoSetting {
        /// The provider.
        provider: &'static str,
        /// The name of the setting.
        name: &'static str,
        /// The meaning of the setting, in a few words.
        meaning: &'static str,
    },
    /// A setting has a name that the provider does not know.
    #[error("provider `{provider}` has no setting `{name}`")]
    UnknownSetting {
        /// The provider.
        provider: &'static str,
        /// The name of the setting.
        name: String,
    },
    /// The sender encrypts, and no key to decrypt with was given.
    #[error("provider `{provider}` encrypts its deliveries: see `Source::decryption_key`")]
    NoDecryptionKey {
        /// The provider.
        provider: &'static str,
    },
    /// A key to decrypt with has another form.
    #[error(
        "decryption key {} of provider `{provider}` is of the wrong kind: expected {expected}",
        .index + 1
    )]
    BadDecryptionKey {
        /// The provider.
        provider: &'static str,
        /// The index of the key, counted from 0.
        index: usize,
        /// The form of the key.
        expected: &'static str,
    },
    /// A key to decrypt with was given for a sender that needs none.
    #[error("provider `{provider}` has no decryption key of its own")]
    UnusedDecryptionKey {
        /// The provider.
        provider: &'static str,
    },
    /// The scheme needs a feature that this build does not have.
    #[error("provider `{provider}` needs the cargo feature `{feature}`")]
    MissingFeature {
        /// The provider.
        provider: &'static str,
        /// The feature.
        feature: &'static str,
    },
}

fn odd(oddity: Option<&String>) -> String {
    oddity.map_or_else(String::new, |oddity| format!("; it {oddity}"))
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
