//! The entry: from the error to the family of causes that it can have.

use std::time::SystemTime;

use super::{
    Diagnosis, Place, case::Case, clock, finding::Finding, handshake, header, jwt, mismatch,
    secret, token,
};
use crate::{ConfigError, FieldError, RawRequest, Source, Verifier, VerifyError};

impl Verifier {
    /// Finds the most likely cause of a refusal.
    ///
    /// A diagnosis may compute 32 signatures over the body: make one where an operator asks, not
    /// for every forged request. See the [module](crate::diagnosis).
    pub fn diagnose(
        &self,
        received: &RawRequest<'_>,
        now: SystemTime,
        error: &VerifyError,
    ) -> Diagnosis {
        let case = Case { source: self.source(), received, now };
        match error {
            VerifyError::MethodNotAllowed { .. } => handshake::not_asked(case, error),
            VerifyError::NoVerifyToken { .. } | VerifyError::VerifyTokenMismatch { .. } => {
                handshake::wrong_token(case, error)
            }
            VerifyError::Missing { at } => header::missing(case, *at, error),
            VerifyError::Malformed { at, .. } => header::malformed(case, *at, error),
            VerifyError::Unreadable(problem) => unreadable(problem),
            VerifyError::KeyNotFetched { .. } => Diagnosis::seen(Finding::new(
                "key_not_fetched",
                Place::Secret,
                format!(
                    "{error}: the request may be genuine, and nothing could be held against it"
                ),
            )),
            VerifyError::NotConfirmed { .. } => Diagnosis::seen(Finding::new(
                "not_confirmed",
                Place::Body,
                format!("{error}: the request is genuine, and the sender may try again"),
            )),
            VerifyError::UntrustedCertificate { .. }
            | VerifyError::UntrustedChain { .. }
            | VerifyError::KeyUrlNotAllowed { .. } => {
                let text =
                    format!("{error}: the request is forged, or the sender has moved its keys");
                Diagnosis::seen(Finding::new("untrusted_key", Place::Header, text))
            }
            VerifyError::UnknownKey { .. } => Diagnosis::seen(Finding::new(
                "unknown_key",
                Place::Secret,
                format!(
                    "{error}: another environment of the sender has other keys, a sandbox for one"
                ),
            )),
            VerifyError::Stale { by, .. } | VerifyError::Future { by, .. } => {
                clock::wrong(case, *by, error)
            }
            VerifyError::LivesTooLong { .. } => Diagnosis::seen(Finding::of_header(
                "claim",
                format!("{error}: the sender issues none for so long, or this clock is slow"),
            )),
            VerifyError::Expired { by } | VerifyError::NotYetValid { by } => {
                clock::outside_of_token(*by, error)
            }
            VerifyError::MissingClaim { claim }
            | VerifyError::MalformedClaim { claim, .. }
            | VerifyError::ClaimMismatch { claim, .. } => jwt::wrong_claim(case, claim, error),
            VerifyError::NotCovered { .. } => Diagnosis::seen(Finding::of_header(
                "not_covered",
                format!("{error}: it is forged, or the sender signs less than this provider says"),
            )),
            VerifyError::TooManyFields { .. } => Diagnosis::seen(Finding::of_body(
                "too_many_fields",
                format!("{error}: this sender has some dozens, so this is hardly from it"),
            )),
            VerifyError::BodyHashMismatch | VerifyError::SignatureMismatch => {
                mismatch::diagnose(case)
            }
            VerifyError::Undecryptable { .. } => Diagnosis::seen(Finding::of_secret(
                "undecryptable",
                format!(
                    "{error}: its signature is right, so the key or the receiver is another one"
                ),
            )),
            VerifyError::TokenMismatch => token::mismatch(case),
            VerifyError::Conflicting { .. } => Diagnosis::seen(Finding::of_header(
                "conflicting",
                format!("{error}: keep the provider whose headers the sender is meant to send"),
            )),
            VerifyError::UnexpectedValue { .. } => Diagnosis::seen(Finding::of_header(
                "unexpected_value",
                format!(
                    "{error}: it is of another account or key of this sender, or configured wrongly"
                ),
            )),
            VerifyError::UnsupportedAlgorithm { .. } => Diagnosis::seen(Finding::of_header(
                "algorithm",
                format!("{error}: the sender is set to another algorithm than this provider"),
            )),
        }
    }
}

impl Verifier {
    /// Finds what is suspicious about the configured secrets, before any delivery came: white space
    /// around one, an API key in its place. A receiver logs it at start-up.
    ///
    /// ```
    /// use hookport::providers;
    ///
    /// let verifier = providers::STRIPE.secret("sk_live_made_up").verifier()?;
    ///
    /// let [suspicion] = verifier.suspicions().try_into().unwrap();
    /// assert_eq!(suspicion.cause(), "secret_mistaken");
    /// assert!(suspicion.to_string().starts_with("the secret begins with `sk_live_` like an API key"));
    /// # Ok::<(), hookport::ConfigError>(())
    /// ```
    pub fn suspicions(&self) -> Vec<Diagnosis> {
        secret::suspicions(self.source())
    }
}

impl Source {
    /// Finds the most likely cause of an error of [`verifier`](Self::verifier), given a delivery
    /// that the source was meant for.
    ///
    /// ```
    /// # use std::time::{Duration, UNIX_EPOCH};
    /// # use hookport::{RawRequest, providers, testing::Signer};
    /// let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    /// let secret = "whsec_bWFkZS11cC1zZWNyZXQ=";
    /// let sent = Signer::new(providers::SVIX, secret).at(now).sign("{}")?;
    /// # let received = RawRequest {
    /// #     method: sent.method(),
    /// #     uri: sent.uri(),
    /// #     headers: sent.headers(),
    /// #     body: sent.body(),
    /// # };
    ///
    /// let pasted_with_its_version = providers::SVIX.secret(format!("v1,{secret}"));
    /// let error = pasted_with_its_version.clone().verifier().unwrap_err();
    /// let diagnosis = pasted_with_its_version.diagnose(&received, now, &error);
    ///
    /// assert_eq!(diagnosis.cause(), "secret_pasted");
    /// assert!(diagnosis.to_string().contains("`v1,` in front of it"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn diagnose(
        &self,
        received: &RawRequest<'_>,
        now: SystemTime,
        error: &ConfigError,
    ) -> Diagnosis {
        secret::refused(Case { source: self, received, now }, error)
    }
}

fn unreadable(cause: &FieldError) -> Diagnosis {
    Diagnosis::seen(match cause {
        FieldError::Ambiguous { .. } => Finding::of_header(
            "repeated",
            format!("{cause}: a proxy on the way may add it a second time"),
        ),
        FieldError::Malformed { .. } => Finding::of_header("malformed", cause.to_string()),
        _ => Finding::new(
            "unreadable",
            Place::Body,
            format!("{cause}, and the credential lies in it"),
        ),
    })
}
