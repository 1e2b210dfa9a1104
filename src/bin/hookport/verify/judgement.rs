//! What is found about one request.

use std::time::SystemTime;

use hookport::{
    ConfigError, Field, HandshakeResponse, RawRequest, Source, Trust, Verdict, Verified, Verifier,
    diagnosis::Diagnosis, event,
};

use crate::CliError;

/// One request, and what it is judged by.
pub(super) struct Question<'a> {
    /// The provider, its secrets and settings.
    pub(super) source: Source,
    /// How many secrets were given.
    pub(super) secret_count: usize,
    /// The request.
    pub(super) received: RawRequest<'a>,
    /// The time at which it came.
    pub(super) now: SystemTime,
}

/// What was found.
pub(super) enum Judgement {
    /// It is genuine.
    Accepted(Accepted),
    /// It is a handshake, to be answered like this.
    Answered(HandshakeResponse),
    /// It is not, or no receiver would start with that secret.
    Refused {
        /// One stable word.
        reason: &'static str,
        /// The likeliest cause.
        diagnosis: Diagnosis,
    },
}

/// What a genuine delivery says of itself.
pub(super) struct Accepted {
    /// How much was proved.
    pub(super) trust: Trust,
    /// Which secret matched, counted from 0.
    pub(super) key: Option<usize>,
    /// The name of the event.
    pub(super) event: Option<Found>,
    /// The id of the delivery.
    pub(super) delivery_id: Option<Found>,
    /// When it was signed.
    pub(super) sent_at: Option<SystemTime>,
}

/// A text that was found in the request.
pub(super) struct Found {
    /// The text.
    pub(super) text: String,
    /// Whether it is under the signature.
    pub(super) covered: bool,
}

impl Question<'_> {
    /// Judges the request.
    pub(super) fn judge(&self) -> Result<Judgement, CliError> {
        let verifier = match self.source.clone().verifier() {
            Ok(verifier) => verifier,
            Err(cause) => return self.refused_secret(cause),
        };
        Ok(match verifier.verify(&self.received, self.now) {
            Ok(Verdict::Delivery(genuine)) => Judgement::Accepted(self.accepted(&genuine)),
            Ok(Verdict::Handshake(answer)) => Judgement::Answered(answer),
            Err(error) => self.refused(&verifier, &error),
        })
    }

    fn refused(&self, verifier: &Verifier, error: &hookport::VerifyError) -> Judgement {
        let diagnosis = verifier.diagnose(&self.received, self.now, error);
        Judgement::Refused { reason: error.reason(), diagnosis }
    }

    /// A secret that no receiver starts with refuses every request; other settings are wrong usage.
    fn refused_secret(&self, cause: ConfigError) -> Result<Judgement, CliError> {
        let reason = match cause {
            ConfigError::BlankSecret { .. } => "blank_secret",
            ConfigError::WrongKind { .. } => "wrong_kind_secret",
            ConfigError::BlankVerifyToken { .. } => "blank_verify_token",
            cause => return Err(wrong_usage(cause)),
        };
        let diagnosis = self.source.diagnose(&self.received, self.now, &cause);
        Ok(Judgement::Refused { reason, diagnosis })
    }

    fn accepted(&self, verified: &Verified) -> Accepted {
        let provider = self.source.provider();
        Accepted {
            trust: verified.trust(),
            key: verified.secret_index(),
            event: self.find(provider.event_name(), verified),
            delivery_id: self.find(provider.delivery_id(), verified),
            sent_at: verified.sent_at(),
        }
    }

    /// The text at the first of `places` that has one. What cannot be read is not there: whether
    /// the request is genuine does not depend on it.
    fn find(&self, places: &'static [Field], verified: &Verified) -> Option<Found> {
        let field = self.source.provider().json_form_field();
        let facts = event::facts(&self.received, places, &[], field).ok()?;
        let covered = facts.name_source.is_some_and(|place| verified.covers(place));
        facts.name.map(|text| Found { text, covered })
    }
}

fn wrong_usage(cause: ConfigError) -> CliError {
    match cause {
        ConfigError::NoPublicUrl { provider } => {
            CliError::usage("--url", format!("missing: provider `{provider}` signs it"))
        }
        ConfigError::BadPublicUrl { .. } => CliError::Config { flag: "--url", cause },
        cause => CliError::Config { flag: "--provider", cause },
    }
}
