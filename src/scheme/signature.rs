//! Signatures over parts of the request: how nearly every sender proves itself.

mod alternatives;
mod getters;
mod kinds;
mod places;
mod several_places;
mod window;

use std::time::Duration;

use super::{
    Algorithm, Encoding, Grammar, Hash, KeyForm, KeyLocation, Requirement, Template, TimeUnit,
};
use crate::Field;

/// A signature over parts of the request.
///
/// Starts with the algorithm and the header that carries the signature. By default the header's
/// value is the plain signature, over the raw body alone, without a timestamp. The signature is in hex and
/// the key is the secret's text (HMAC), or the public key in hex (Ed25519). With RSA and ECDSA the
/// signature is in base64 and the key is a public key as PEM.
///
/// ```
/// use std::time::Duration;
/// use hookport::{Field, scheme::{Grammar, Part, Signature, TimeUnit}};
///
/// const ACME: Signature = Signature::hmac_sha256("x-acme-signature")
///     .written_as(Grammar::Prefix("v0="))
///     .timestamp_in(Field::Header("x-acme-timestamp"), TimeUnit::Seconds)
///     .over("v0:{timestamp}:{body}")
///     .fresh_within(Duration::from_secs(5 * 60));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(
        deserialize = "Algorithm: serde::Deserialize<'de>, Field: serde::Deserialize<'de>, Grammar: serde::Deserialize<'de>, KeyForm: serde::Deserialize<'de>, KeyLocation: serde::Deserialize<'de>, Requirement: serde::Deserialize<'de>, Template: serde::Deserialize<'de>, TimestampPlace: serde::Deserialize<'de>"
    )),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[must_use]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own")]
pub struct Signature {
    pub(crate) algorithm: Algorithm,
    #[cfg_attr(feature = "provider-file", serde(rename = "found-in"))]
    pub(crate) at: Field,
    #[cfg_attr(
        feature = "provider-file",
        serde(
            rename = "also-found-in",
            default,
            deserialize_with = "crate::toml_forms::list",
            skip_serializing_if = "<[Field]>::is_empty"
        )
    )]
    pub(crate) further_places: &'static [Field],
    /// The first secret belongs to the first place, the second to the second one.
    #[cfg_attr(
        feature = "provider-file",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub(crate) key_for_each_place: bool,
    #[cfg_attr(feature = "provider-file", serde(rename = "written-as", default))]
    pub(crate) grammar: Grammar,
    #[cfg_attr(feature = "provider-file", serde(rename = "encoded", default))]
    pub(crate) encoding: Encoding,
    #[cfg_attr(feature = "provider-file", serde(default))]
    pub(crate) key: KeyForm,
    /// The place that public keys are fetched from, unless they are given as secrets.
    #[cfg_attr(feature = "provider-file", serde(default))]
    pub(crate) key_at: Option<KeyLocation>,
    /// The place where the request names its key.
    #[cfg_attr(feature = "provider-file", serde(rename = "key-named-in"))]
    pub(crate) key_id: Option<Field>,
    #[cfg_attr(feature = "provider-file", serde(rename = "over", default))]
    pub(crate) template: Template,
    #[cfg_attr(feature = "provider-file", serde(rename = "timestamp-in"))]
    pub(crate) timestamp: Option<TimestampPlace>,
    #[cfg_attr(
        feature = "provider-file",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub(crate) timestamp_is_unsigned: bool,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "fresh-within", default, with = "crate::toml_forms::duration")
    )]
    pub(crate) tolerance: Option<Duration>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "ahead-by-at-most", default, with = "crate::toml_forms::duration")
    )]
    pub(crate) ahead: Option<Duration>,
    #[cfg_attr(feature = "provider-file", serde(rename = "body-hash-in"))]
    pub(crate) body_hash: Option<(Field, Hash, Encoding)>,
    #[cfg_attr(
        feature = "provider-file",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub(crate) either_port: bool,
    #[cfg_attr(
        feature = "provider-file",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub(crate) either_end: bool,
    #[cfg_attr(
        feature = "provider-file",
        serde(default, skip_serializing_if = "std::ops::Not::not")
    )]
    pub(crate) of_each_item: bool,
    /// The hash that is signed in place of the message, and the number of times that it is computed.
    #[cfg_attr(feature = "provider-file", serde(rename = "hashed-first"))]
    pub(crate) hashed_first: Option<(Hash, u8)>,
    /// The least length of an RSA key, for a sender with short ones.
    #[cfg_attr(feature = "provider-file", serde(rename = "rsa-keys-from"))]
    pub(crate) least_rsa_bits: Option<u16>,
    #[cfg_attr(
        feature = "provider-file",
        serde(
            rename = "requires",
            default,
            deserialize_with = "crate::toml_forms::list",
            skip_serializing_if = "<[Requirement]>::is_empty"
        )
    )]
    pub(crate) requirements: &'static [Requirement],
}

/// The place of a timestamp, and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(deserialize = "Field: serde::Deserialize<'de>")),
    serde(deny_unknown_fields)
)]
pub(crate) struct TimestampPlace {
    /// Without a place the timestamp is beside the signature, in the same value.
    at: Option<Field>,
    unit: TimeUnit,
}

impl Signature {
    /// Sets the algorithm, for instance one that the sender names itself.
    /// The configured algorithms are the only ones: a request that names another one is refused.
    ///
    /// # Panics
    ///
    /// Panics if a plain hash has no `{secret}` in its message, or another signature has one.
    ///
    /// ```
    /// use hookport::scheme::{Algorithm, Hash, Signature};
    ///
    /// const ACME: Signature =
    ///     Signature::hmac_sha256("x-acme-signature").computed_with(Algorithm::Hmac(Hash::Sha384));
    ///
    /// assert_eq!(ACME.algorithm(), Algorithm::Hmac(Hash::Sha384));
    /// ```
    #[track_caller]
    pub const fn computed_with(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        assert!(self.has_its_secret(), "{}", MISPLACED_SECRET);
        self
    }

    /// Sets the field that holds the signature, in place of a header.
    ///
    /// ```
    /// use hookport::{Field, scheme::Signature};
    ///
    /// const IN_QUERY: Signature =
    ///     Signature::hmac_sha256("signature").found_in(Field::Query("signature"));
    /// ```
    pub const fn found_in(mut self, at: Field) -> Self {
        self.at = at;
        self
    }

    /// Sets the grammar of the value that carries the signature. The default is the plain
    /// signature.
    ///
    /// [`Grammar::Fields`] also carries the timestamp. Its unit is seconds, unless
    /// [`timestamp_in`](Self::timestamp_in) sets another one.
    ///
    /// # Panics
    ///
    /// Panics if a separator is empty or can be a part of a signature: a constant does not compile
    /// then.
    ///
    /// ```
    /// use hookport::scheme::{Grammar, Signature};
    ///
    /// const GITHUB: Signature =
    ///     Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256="));
    /// ```
    #[track_caller]
    pub const fn written_as(mut self, grammar: Grammar) -> Self {
        assert!(grammar.has_separator_of_its_own(), "the separator can be a part of a signature");
        if matches!(grammar, Grammar::Fields { .. }) && self.timestamp.is_none() {
            self.timestamp = Some(TimestampPlace { at: None, unit: TimeUnit::Seconds });
        }
        self.grammar = grammar;
        self
    }

    /// Sets the encoding of the signature's bytes. The default is hex.
    pub const fn encoded(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets the form of the secret.
    pub const fn key(mut self, form: KeyForm) -> Self {
        self.key = form;
        self
    }

    /// Says that the sender publishes its public keys, and where. See [`KeyLocation`] for an example.
    ///
    /// A source then needs no secret: [`Provider::source`](crate::Provider::source). A key that is given
    /// as a secret all the same takes the place of those that are published, and nothing is fetched.
    pub const fn key_at(mut self, location: KeyLocation) -> Self {
        self.key_at = Some(location);
        self
    }

    /// Sets the field in which the sender names the key that it signed with, by its id in the set.
    /// Without it, up to four keys of a set are tried.
    ///
    /// ```
    /// use hookport::{Field, scheme::{KeyLocation, Signature}};
    ///
    /// const ACME: Signature = Signature::ed25519("x-acme-signature")
    ///     .key_at(KeyLocation::jwks("https://acme.example/.well-known/jwks.json"))
    ///     .key_named_in(Field::Header("x-acme-key-id"));
    /// ```
    pub const fn key_named_in(mut self, at: Field) -> Self {
        self.key_id = Some(at);
        self
    }

    /// Sets the message that is signed: a text with words in braces, as
    /// [`Template`] lists them. The default is `{body}`, the raw body alone.
    ///
    /// # Panics
    ///
    /// Panics if the text is no template, in the words of [`TemplateError`](super::TemplateError): a
    /// constant does not compile then. A text that is known later is for
    /// [`over_template`](Self::over_template).
    ///
    /// ```
    /// use hookport::scheme::Signature;
    ///
    /// const SQUARE: Signature =
    ///     Signature::hmac_sha256("x-square-hmacsha256-signature").over("{url}{body}");
    /// ```
    ///
    /// ```compile_fail
    /// # use hookport::scheme::Signature;
    /// // error: unknown word `{moment}`, at byte 0 of template `{moment}.{body}`: the words are …
    /// const ACME: Signature = Signature::hmac_sha256("x-acme-signature").over("{moment}.{body}");
    /// # let _ = ACME;
    /// ```
    #[track_caller]
    pub const fn over(self, template: &'static str) -> Self {
        self.over_template(Template::new(template))
    }

    /// Sets the message that is signed, as [`over`](Self::over), by a template that was parsed.
    ///
    /// # Panics
    ///
    /// Panics if a plain hash has no `{secret}` in the message, or another signature has one.
    ///
    /// ```
    /// use hookport::scheme::{Signature, Template};
    ///
    /// let signature = Signature::hmac_sha256("x-acme-signature");
    /// let square = signature.over_template(Template::parse("{url}{body}")?);
    /// assert_eq!(square, signature.over("{url}{body}"));
    /// # Ok::<(), hookport::scheme::TemplateError>(())
    /// ```
    #[track_caller]
    pub const fn over_template(mut self, template: Template) -> Self {
        self.template = template;
        assert!(self.has_its_secret(), "{}", MISPLACED_SECRET);
        self
    }

    /// Sets the field that holds the timestamp, and its unit. A request without it is refused.
    ///
    /// The timestamp must be signed: by `{timestamp}` in the [message](Self::over), or as a part of
    /// what is signed, as a member of a signed body. If it is not, the provider is refused at
    /// start-up: see [`unsigned_timestamp_in`](Self::unsigned_timestamp_in).
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use hookport::{Field, Provider, scheme::{Part, Signature, TimeUnit}, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::hmac_sha256("x-acme-signature")
    ///         .timestamp_in(Field::Header("x-acme-time"), TimeUnit::Milliseconds)
    ///         .over("{timestamp}.{body}"),
    /// );
    ///
    /// let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    /// let signed = Signer::new(ACME, "made-up").at(at).sign("{}")?;
    /// assert_eq!(signed.headers()["x-acme-time"], "1700000000000");
    /// # Ok::<(), hookport::testing::SignError>(())
    /// ```
    pub const fn timestamp_in(mut self, at: Field, unit: TimeUnit) -> Self {
        self.timestamp = Some(TimestampPlace { at: Some(at), unit });
        self
    }

    /// Sets the field that holds the timestamp, as [`timestamp_in`](Self::timestamp_in), for a sender
    /// that does not sign it.
    ///
    /// Anybody who has recorded a request can give it the time of today and send it again: a
    /// [window](Self::fresh_within) keeps out no one who knows that.
    ///
    /// ```
    /// use std::time::Duration;
    /// use hookport::{ConfigError, Field, Provider, scheme::{Signature, TimeUnit}};
    ///
    /// const SIGNED: Signature = Signature::hmac_sha256("x-acme-signature");
    /// const TIME: Field = Field::Header("x-acme-time");
    ///
    /// let acme = |signature| Provider::new("acme").signed_with(signature).secret("made-up").verifier();
    /// let error = acme(SIGNED.timestamp_in(TIME, TimeUnit::Seconds)).unwrap_err();
    /// assert!(matches!(error, ConfigError::UnsignedTimestamp { .. }));
    ///
    /// let known = SIGNED.unsigned_timestamp_in(TIME, TimeUnit::Seconds);
    /// assert!(acme(known.fresh_within(Duration::from_secs(300))).is_ok());
    /// ```
    pub const fn unsigned_timestamp_in(mut self, at: Field, unit: TimeUnit) -> Self {
        self.timestamp_is_unsigned = true;
        self.timestamp_in(at, unit)
    }

    /// Refuses requests that were signed more than `tolerance` ago, or more than `tolerance` in the
    /// future. A signature without a timestamp is refused at start-up then.
    /// Without it a signed time is read and is not compared: a recorded request is accepted at any time.
    /// [`Source::tolerance`](crate::Source::tolerance) replaces it for one account.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use hookport::{Field, Provider, RawRequest, scheme::{Part, Signature, TimeUnit}, testing::Signer};
    ///
    /// const TIMED: Signature = Signature::hmac_sha256("x-acme-signature")
    ///     .timestamp_in(Field::Header("x-acme-time"), TimeUnit::Seconds)
    ///     .over("{timestamp}.{body}");
    /// const ANY_AGE: Provider = Provider::new("acme").signed_with(TIMED);
    /// const FRESH: Provider =
    ///     Provider::new("acme").signed_with(TIMED.fresh_within(Duration::from_secs(300)));
    ///
    /// let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    /// let sent = Signer::new(FRESH, "made-up").at(at).sign("{}")?;
    /// let received = RawRequest::from(&sent);
    /// let a_year_later = at + Duration::from_secs(365 * 24 * 60 * 60);
    ///
    /// assert!(FRESH.secret("made-up").verifier()?.verify(&received, at).is_ok());
    /// assert!(FRESH.secret("made-up").verifier()?.verify(&received, a_year_later).is_err());
    /// assert!(ANY_AGE.secret("made-up").verifier()?.verify(&received, a_year_later).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn fresh_within(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Says that a signed value holds the hash of the body, so that the signature covers the body.
    ///
    /// The value may be missing only if the body is empty or is signed as a form. A value that is not signed
    /// itself is refused at start-up.
    ///
    /// ```
    /// use hookport::{Field, Provider, scheme::{Encoding, Hash, Part, Signature}, testing::Signer};
    ///
    /// /// The URL is signed, and its parameter `sha256` holds the hash of the body.
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::hmac_sha256("x-acme-signature")
    ///         .over("{url}")
    ///         .body_hash_in(Field::Query("sha256"), Hash::Sha256, Encoding::Hex),
    /// );
    ///
    /// let signed = Signer::new(ACME, "made-up").url("https://shop.example.com/acme").sign("{}")?;
    /// assert_eq!(
    ///     signed.uri().query(),
    ///     Some("sha256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    /// );
    /// # Ok::<(), hookport::testing::SignError>(())
    /// ```
    pub const fn body_hash_in(mut self, at: Field, hash: Hash, encoding: Encoding) -> Self {
        self.body_hash = Some((at, hash, encoding));
        self
    }

    /// Says that each event of a request has a signature of its own: its place and the values that it
    /// covers are looked up in the event. The provider says where the events are, by
    /// [`holds_items_at`](crate::Provider::holds_items_at).
    ///
    /// A request is genuine if all of its events are; one without an event is refused. What lies around
    /// the events is not covered, so that the trust is
    /// [`SignedInPart`](crate::Trust::SignedInPart).
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{Field, Provider, RawRequest, scheme::Signature, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme").holds_items_at(&["/events"]).signed_with(
    ///     Signature::hmac_sha256("x-acme-signature")
    ///         .found_in(Field::Json("/signature"))
    ///         .over("{json:/id}:{json:/amount}")
    ///         .of_each_item(),
    /// );
    ///
    /// let sent = Signer::new(ACME, "made-up").sign(r#"{"events":[{"id":"e1","amount":7}]}"#)?;
    /// let acme = ACME.secret("made-up").verifier()?;
    /// assert!(acme.verify(&RawRequest::from(&sent), SystemTime::now()).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn of_each_item(mut self) -> Self {
        self.of_each_item = true;
        self
    }

    /// Says that the sender signs a hash of the message in its place. The hash is a message like another one:
    /// RSA and ECDSA hash it once more. `times` is 2 for a hash of the hash.
    ///
    /// ```
    /// use hookport::scheme::{Hash, Signature};
    ///
    /// const ACME: Signature = Signature::rsa_sha256("x-acme-signature").hashed_first(Hash::Sha256, 1);
    ///
    /// assert_ne!(ACME, Signature::rsa_sha256("x-acme-signature"));
    /// ```
    pub const fn hashed_first(mut self, hash: Hash, times: u8) -> Self {
        self.hashed_first = Some((hash, times));
        self
    }

    /// Sets the least length of an RSA key in bits, for a sender with short keys. The default is 2048.
    ///
    /// # Panics
    ///
    /// Panics if it is less than 1024: a constant does not compile then.
    ///
    /// ```
    /// use hookport::scheme::Signature;
    ///
    /// const OLD: Signature = Signature::rsa_sha1("x-acme-signature").with_rsa_keys_from(1024);
    /// ```
    #[track_caller]
    pub const fn with_rsa_keys_from(mut self, bits: u16) -> Self {
        assert!(bits >= 1024, "RSA keys of less than 1024 bits are never accepted");
        self.least_rsa_bits = Some(bits);
        self
    }

    /// Sets values that a request must show beside its signature. They are checked before the message is
    /// hashed, and before the body is there if they lie in the head.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{Field, Provider, RawRequest, VerifyError, scheme::{Requirement, Signature}};
    /// use hookport::testing::Signer;
    ///
    /// const KEY: Field = Field::Header("x-acme-key");
    /// const ACME: Provider = Provider::new("acme")
    ///     .needs_settings(&[("app-key", "the key of the app, beside its secret")])
    ///     .signed_with(
    ///         Signature::hmac_sha256("x-acme-signature")
    ///             .requires(&[Requirement::IsSetting(KEY, "app-key")]),
    ///     );
    ///
    /// let sent = Signer::new(ACME, "made-up").setting("app-key", "app-1").sign("{}")?;
    /// let judge = |app: &str| {
    ///     let verifier = ACME.secret("made-up").setting("app-key", app).verifier()?;
    ///     Ok::<_, hookport::ConfigError>(verifier.verify(&RawRequest::from(&sent), SystemTime::now()))
    /// };
    /// assert!(judge("app-1")?.is_ok());
    /// assert_eq!(judge("app-2")?.unwrap_err(), VerifyError::UnexpectedValue { at: KEY });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn requires(mut self, requirements: &'static [Requirement]) -> Self {
        self.requirements = requirements;
        self
    }
}

const MISPLACED_SECRET: &str =
    "a plain hash has `{secret}` in its message, and no other signature has it";
