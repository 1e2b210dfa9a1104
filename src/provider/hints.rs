//! Hints for a person: notes, and sentences for a delivery that is refused.

use super::Provider;

impl Provider {
    /// Sets the text that every signing secret of this sender begins with (`whsec_`). A secret
    /// without it is taken all the same, with a warning.
    /// For a sender that signs with the text as it is shown. If the bytes after the beginning are the key,
    /// [`KeyForm::Base64After`](crate::scheme::KeyForm::Base64After) says so and refuses other secrets.
    ///
    /// ```
    /// use hookport::{Provider, scheme::Signature};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .shows_secrets_after("acme_");
    ///
    /// let verifier = ACME.secret("an API key, by mistake").verifier()?;
    /// assert_eq!(verifier.suspicions().len(), 1);
    ///
    /// let verifier = ACME.secret("acme_made_up").verifier()?;
    /// assert!(verifier.suspicions().is_empty());
    /// # Ok::<(), hookport::ConfigError>(())
    /// ```
    pub const fn shows_secrets_after(mut self, beginning: &'static str) -> Self {
        self.secret_beginning = Some(beginning);
        self
    }

    /// Sets headers of this sender that prove nothing here, each with the reason in a few words: an
    /// older signature, the signature of another product. A diagnosis names them.
    ///
    /// ```
    /// use hookport::{Provider, scheme::Signature};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature-256"))
    ///     .also_sends(&[("x-acme-signature", "the older signature with SHA-1")]);
    /// ```
    pub const fn also_sends(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.other_headers = headers;
        self
    }

    /// Sets headers that each delivery has beside its proof, each with an example. A
    /// `testing::Signer` sends the example where it is told nothing else: the sender's
    /// own SDK may refuse a delivery without them.
    ///
    /// ```
    /// use hookport::{Provider, scheme::Signature, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .with_headers(&[("x-acme-region", "eu")]);
    ///
    /// let signer = Signer::new(ACME, "made-up");
    /// assert_eq!(signer.sign("{}")?.headers()["x-acme-region"], "eu");
    /// assert_eq!(signer.header("x-acme-region", "us").sign("{}")?.headers()["x-acme-region"], "us");
    /// # Ok::<(), hookport::testing::SignError>(())
    /// ```
    pub const fn with_headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.example_headers = headers;
        self
    }

    /// Sets a sentence that a diagnosis adds if no signature matches: the right one of several
    /// secrets, or that the sender tests the endpoint with wrong signatures.
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{Provider, RawRequest, scheme::Signature, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .with_mismatch_hint("Acme has a secret for each region");
    ///
    /// let sent = Signer::new(ACME, "made-up-of-another-region").sign("{}")?;
    /// let received = RawRequest::from(&sent);
    /// let (verifier, now) = (ACME.secret("made-up").verifier()?, SystemTime::now());
    /// let error = verifier.verify(&received, now).unwrap_err();
    /// let diagnosis = verifier.diagnose(&received, now, &error).to_string();
    /// assert!(diagnosis.contains("Acme has a secret for each region"), "{diagnosis}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn with_mismatch_hint(mut self, hint: &'static str) -> Self {
        self.mismatch_hint = Some(hint);
        self
    }

    /// Sets further facts that a receiver should know, one sentence each. Say here too what the
    /// sender does not publish.
    pub const fn with_notes(mut self, notes: &'static [&'static str]) -> Self {
        self.notes = notes;
        self
    }
}
