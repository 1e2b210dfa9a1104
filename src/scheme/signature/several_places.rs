//! Signatures in several places of one request.

use super::Signature;
use crate::Field;

impl Signature {
    /// Sets further fields that hold a signature, for a sender that writes one for each of its keys in a
    /// header of its own (Docusign). A request shows at least one of them, and one match is enough.
    ///
    /// A signature that is malformed, or a field that is repeated, refuses the request all the same.
    /// Signatures by a private key have one place, as have those of a provider with several schemes: they are
    /// refused at start-up.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{Field, Provider, RawRequest, scheme::Signature, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::hmac_sha256("x-acme-signature-1")
    ///         .also_found_in(&[Field::Header("x-acme-signature-2")]),
    /// );
    ///
    /// let acme = ACME.secret("made-up").verifier()?;
    /// let mut sent = Signer::new(ACME, "made-up").sign("{}")?;
    /// let signature = sent.headers_mut().insert("x-acme-signature-1", "00".repeat(32).parse()?);
    /// assert!(acme.verify(&RawRequest::from(&sent), SystemTime::now()).is_err());
    ///
    /// sent.headers_mut().extend(signature.map(|value| ("x-acme-signature-2".parse().ok(), value)));
    /// assert!(acme.verify(&RawRequest::from(&sent), SystemTime::now()).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn also_found_in(mut self, places: &'static [Field]) -> Self {
        self.further_places = places;
        self
    }

    /// Says that each of the [places](Self::also_found_in) has a key of its own (Box): the first secret of
    /// a source is held against the signature in the first place only, the second one against that in
    /// the second place. A secret without a place is refused at start-up.
    ///
    /// ```
    /// use hookport::{ConfigError, Field, Provider, scheme::Signature};
    ///
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::hmac_sha256("x-acme-primary")
    ///         .also_found_in(&[Field::Header("x-acme-secondary")])
    ///         .with_a_key_for_each_place(),
    /// );
    ///
    /// assert!(ACME.secret("primary key").secret("secondary key").verifier().is_ok());
    /// let error = ACME.secret("one").secret("two").secret("three").verifier().unwrap_err();
    /// assert_eq!(error, ConfigError::TooManySecrets { provider: "acme", most: 2 });
    /// ```
    pub const fn with_a_key_for_each_place(mut self) -> Self {
        self.key_for_each_place = true;
        self
    }
}
