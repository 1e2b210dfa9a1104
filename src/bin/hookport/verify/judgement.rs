//! The judgement of one request.

use std::time::SystemTime;

use hookport::{
    ConfigError, Field, HandshakeResponse, Item, Provider, RawRequest, Source, Trust, Verdict,
    Verified, Verifier,
    diagnosis::{Diagnosis, Place},
    event, providers,
};

use crate::CliError;

/// One request, with secrets, settings and time to judge it by.
pub(crate) struct Question<'a> {
    /// The provider, its secrets and settings.
    pub(crate) source: Source,
    /// The number of secrets.
    pub(crate) secret_count: usize,
    /// The request.
    pub(crate) received: RawRequest<'a>,
    /// The time of its arrival.
    pub(crate) now: SystemTime,
}

/// The judgement of a request.
pub(crate) enum Judgement {
    /// The request is genuine.
    Accepted(Accepted),
    /// The request is a handshake with this answer.
    Answered(HandshakeResponse),
    /// The request is not genuine, or no receiver would start with that secret.
    Refused {
        /// The reason as one stable word.
        reason: &'static str,
        /// The likeliest cause.
        diagnosis: Diagnosis,
    },
}

/// The facts of a genuine delivery.
pub(crate) struct Accepted {
    /// The extent of the proof.
    pub(crate) trust: Trust,
    /// The index of the secret that matched, counted from 0.
    pub(crate) key: Option<usize>,
    /// The name of the event.
    pub(crate) event: Option<Found>,
    /// The id of the delivery.
    pub(crate) delivery_id: Option<Found>,
    /// The tenant at the sender.
    pub(crate) tenant: Option<Found>,
    /// The events of a request that holds many; `None` if it is one event.
    pub(crate) items: Option<Vec<ItemFacts>>,
    /// The time of signing.
    pub(crate) sent_at: Option<SystemTime>,
}

/// The facts of one event of a request that holds many.
pub(crate) struct ItemFacts {
    /// The name of the event.
    pub(crate) event: Option<Found>,
    /// The id of the event.
    pub(crate) delivery_id: Option<Found>,
}

/// A text that was found in the request.
pub(crate) struct Found {
    /// The text.
    pub(crate) text: String,
    /// True if the signature covers it.
    pub(crate) covered: bool,
}

impl Judgement {
    /// Returns `true` if the request is refused for its time.
    pub(crate) fn blames_the_clock(&self) -> bool {
        matches!(self, Self::Refused { diagnosis, .. } if diagnosis.place() == Place::Clock)
    }
}

impl Question<'_> {
    /// Judges the request.
    pub(crate) fn judge(&self) -> Result<Judgement, CliError> {
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

    /// Judges a request whose secret no receiver starts with. Other wrong settings are wrong usage.
    fn refused_secret(&self, cause: ConfigError) -> Result<Judgement, CliError> {
        let reason = match cause {
            ConfigError::BlankSecret { .. } => "blank_secret",
            ConfigError::WrongKind { .. } => "wrong_kind_secret",
            ConfigError::BlankVerifyToken { .. } => "blank_verify_token",
            cause => return Err(wrong_usage(self.source.provider(), cause)),
        };
        let diagnosis = self.source.diagnose(&self.received, self.now, &cause);
        Ok(Judgement::Refused { reason, diagnosis })
    }

    fn accepted(&self, verified: &Verified) -> Accepted {
        let provider = self.source.provider();
        let items = event::items(&self.said(verified), provider).ok().flatten();
        let (names, ids) = (provider.event_name(), provider.delivery_id());
        let alone = |places| match items {
            Some(_) => None,
            None => self.find(None, places, verified),
        };
        let facts = |item| ItemFacts {
            event: self.find(Some(item), names, verified),
            delivery_id: self.find(Some(item), ids, verified),
        };
        Accepted {
            trust: verified.trust(),
            key: verified.secret_index(),
            event: alone(names),
            delivery_id: alone(ids),
            tenant: alone(provider.tenant()),
            items: items.as_ref().map(|items| items.iter().map(facts).collect()),
            sent_at: verified.sent_at(),
        }
    }

    /// Returns the request with what its sender says in the place of a body that is encrypted.
    fn said<'a>(&'a self, verified: &'a Verified) -> RawRequest<'a> {
        RawRequest { body: verified.body(), ..self.received }
    }

    /// Returns the text at the first of `places` that has one, in the request or in an item of it.
    /// Unreadable text counts as absent, because the proof does not depend on it.
    fn find(
        &self,
        item: Option<&Item>,
        places: &'static [Field],
        verified: &Verified,
    ) -> Option<Found> {
        let (said, field) = (self.said(verified), self.source.provider().document_in());
        let facts = match item {
            Some(item) => event::facts_of_item(item, &said, places, &[], field),
            None => event::facts(&said, places, &[], field),
        };
        let facts = facts.ok()?;
        let covered = facts.name_source.is_some_and(|place| verified.covers(place));
        facts.name.map(|text| Found { text, covered })
    }
}

fn wrong_usage(provider: &Provider, cause: ConfigError) -> CliError {
    match cause {
        ConfigError::NoPublicUrl { provider } => {
            CliError::usage("--url", format!("missing: provider `{provider}` signs it"))
        }
        ConfigError::BadPublicUrl { .. } => CliError::Config { flag: "--url", cause },
        ConfigError::NoSetting { .. } | ConfigError::UnknownSetting { .. } => {
            CliError::Config { flag: "--set", cause }
        }
        cause if providers::ALL.contains(provider) => {
            CliError::Config { flag: "--provider", cause }
        }
        cause => CliError::Config { flag: "--provider-file", cause },
    }
}
