//! The kinds of signatures: where each one starts.

use std::time::Duration;

use super::Signature;
use crate::{
    Field,
    scheme::{Algorithm, Curve, EcdsaForm, Encoding, Grammar, Hash, KeyForm, Template, TimeUnit},
};

impl Signature {
    /// Starts an HMAC-SHA-256 signature in `header`.
    pub const fn hmac_sha256(header: &'static str) -> Self {
        Self::new(Algorithm::Hmac(Hash::Sha256), header, KeyForm::Text)
    }

    /// Starts an HMAC-SHA-1 signature in `header`. Only for senders that offer nothing better.
    pub const fn hmac_sha1(header: &'static str) -> Self {
        Self::new(Algorithm::Hmac(Hash::Sha1), header, KeyForm::Text)
    }

    /// Starts an HMAC-SHA-512 signature in `header`.
    pub const fn hmac_sha512(header: &'static str) -> Self {
        Self::new(Algorithm::Hmac(Hash::Sha512), header, KeyForm::Text)
    }

    /// Starts an Ed25519 signature in `header`. The secret is the sender's public key, 32 bytes.
    pub const fn ed25519(header: &'static str) -> Self {
        Self::new(Algorithm::Ed25519, header, KeyForm::Encoded(Encoding::Hex))
    }

    /// Starts an RSA signature in `header`: with the padding of PKCS#1 v1.5, and SHA-256. The secret is
    /// the sender's public key.
    ///
    /// ```
    /// use hookport::{ConfigError, Provider, scheme::Signature};
    ///
    /// const ACME: Provider =
    ///     Provider::new("acme").signed_with(Signature::rsa_sha256("x-acme-signature"));
    ///
    /// // A private key, or one of another kind, is refused at start-up.
    /// let error = ACME.secret("a key of another kind").verifier().unwrap_err();
    /// # #[cfg(feature = "public-keys")]
    /// assert!(matches!(error, ConfigError::WrongKind { provider: "acme", .. }));
    /// ```
    pub const fn rsa_sha256(header: &'static str) -> Self {
        Self::public_key(Algorithm::RsaPkcs1(Hash::Sha256), header)
    }

    /// Starts an RSA signature with SHA-1 in `header`. Only for senders that offer nothing better.
    pub const fn rsa_sha1(header: &'static str) -> Self {
        Self::public_key(Algorithm::RsaPkcs1(Hash::Sha1), header)
    }

    /// Starts an RSA signature with SHA-512 in `header`.
    pub const fn rsa_sha512(header: &'static str) -> Self {
        Self::public_key(Algorithm::RsaPkcs1(Hash::Sha512), header)
    }

    /// Starts an ECDSA signature on the curve P-256 in `header`, with SHA-256 and written as DER. The
    /// secret is the sender's public key.
    ///
    /// ```
    /// use hookport::scheme::{Encoding, KeyForm, Signature};
    ///
    /// const ACME: Signature = Signature::ecdsa_p256("x-acme-signature");
    ///
    /// assert_eq!((ACME.encoding(), ACME.key_form()), (Encoding::Base64, KeyForm::PublicKey));
    /// ```
    pub const fn ecdsa_p256(header: &'static str) -> Self {
        Self::public_key(Algorithm::Ecdsa(Curve::P256, EcdsaForm::Der), header)
    }

    /// Starts an ECDSA signature on the curve P-384 in `header`, with SHA-384 and written as DER.
    pub const fn ecdsa_p384(header: &'static str) -> Self {
        Self::public_key(Algorithm::Ecdsa(Curve::P384, EcdsaForm::Der), header)
    }

    const fn public_key(algorithm: Algorithm, header: &'static str) -> Self {
        Self::new(algorithm, header, KeyForm::PublicKey).encoded(Encoding::Base64)
    }

    /// Starts a plain hash in `header`, over the secret and the raw body: no HMAC. See
    /// [`Algorithm::Plain`] for its weakness.
    ///
    /// The [message](Self::over) has to hold the secret, as `{secret}`: anybody could hash the rest.
    ///
    /// ```
    /// use hookport::{Provider, scheme::{Hash, Signature}, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::plain_hash(Hash::Sha256, "x-acme-signature").over("{body}:{secret}"),
    /// );
    ///
    /// let signed = Signer::new(ACME, "made-up").sign("{}")?;
    /// assert_eq!( // SHA-256 of `{}:made-up`
    ///     signed.headers()["x-acme-signature"],
    ///     "42eb4da30de028bd1eb9f61a3beebe8c0a1179269b49044b9d6829ef2eb8379c",
    /// );
    /// # Ok::<(), hookport::testing::SignError>(())
    /// ```
    ///
    /// ```compile_fail
    /// # use hookport::scheme::{Hash, Signature};
    /// // error: a plain hash has `{secret}` in its message, and no other signature has it
    /// const ACME: Signature = Signature::plain_hash(Hash::Sha256, "x-acme-signature").over("{body}");
    /// # let _ = ACME;
    /// ```
    pub const fn plain_hash(hash: Hash, header: &'static str) -> Self {
        let base = Self::new(Algorithm::Plain(hash), header, KeyForm::Text);
        Self { template: Template::SECRET_AND_BODY, ..base }
    }

    /// Returns the symmetric signature of [Standard Webhooks](https://www.standardwebhooks.com):
    /// `webhook-signature: v1,<base64>` over `<id>.<timestamp>.<body>`, fresh within five minutes.
    ///
    /// The secret is base64, with or without `whsec_`. Most senders that name the specification sign so.
    ///
    /// ```
    /// use hookport::{Field, Provider, scheme::Signature};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::standard_webhooks())
    ///     .names_event_in(&[Field::Json("/type")])
    ///     .names_delivery_in(&[Field::Header("webhook-id")]);
    ///
    /// assert!(ACME.secret("whsec_bWFkZS11cC1zZWNyZXQ=").verifier().is_ok());
    /// assert!(ACME.secret("no base64!").verifier().is_err());
    /// ```
    pub const fn standard_webhooks() -> Self {
        Self::hmac_sha256("webhook-signature")
            .key(KeyForm::Base64MaybeAfter("whsec_"))
            .written_as(Grammar::Versions("v1"))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("webhook-timestamp"), TimeUnit::Seconds)
            .over("{header:webhook-id}.{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60))
    }

    const fn new(algorithm: Algorithm, header: &'static str, key: KeyForm) -> Self {
        Self {
            algorithm,
            at: Field::Header(header),
            further_places: &[],
            key_for_each_place: false,
            grammar: Grammar::Plain,
            encoding: Encoding::Hex,
            key,
            key_at: None,
            key_id: None,
            template: Template::BODY,
            timestamp: None,
            timestamp_is_unsigned: false,
            tolerance: None,
            ahead: None,
            body_hash: None,
            either_port: false,
            either_end: false,
            of_each_item: false,
            hashed_first: None,
            least_rsa_bits: None,
            requirements: &[],
        }
    }
}
