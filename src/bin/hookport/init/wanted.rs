//! An endpoint that is to be written, and what its sender needs.

use hookport::{
    ConfigError, Field, Provider, Secret,
    destinations::ForwardTo,
    scheme::{Scheme, TokenPlace},
};

use crate::CliError;

/// An endpoint that is to be written.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) provider: Provider,
    pub(super) path: String,
    pub(super) name: Option<String>,
    pub(super) secret_env: Option<String>,
    /// A secret that was pasted.
    pub(super) secret: Option<Secret>,
    pub(super) forward: Option<String>,
    pub(super) settings: Vec<(String, String)>,
}

/// The proof of a sender's deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// A token that the receiver makes up.
    Token,
    /// A secret that the sender shows, or that both agree on.
    Secret,
    /// A secret that the sender brings in its first request.
    Brought,
    /// Public keys that the sender publishes.
    Published,
    /// Nothing that is known.
    Unknown,
}

impl Wanted {
    pub(super) fn of(provider: Provider) -> Self {
        Self {
            provider,
            path: format!("/{}", provider.name()),
            name: None,
            secret_env: None,
            secret: None,
            forward: None,
            settings: Vec::new(),
        }
    }

    /// Returns it with another path.
    pub(super) fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }

    /// Returns the name in the inbox.
    pub(super) fn name(&self) -> &str {
        match self.path.trim_matches('/') {
            _ if self.name.is_some() => self.name.as_deref().unwrap_or_default(),
            "" => self.provider.name(),
            path => path,
        }
    }

    /// Returns what proves its deliveries.
    pub(super) fn proof(&self) -> Proof {
        let schemes = self.provider.schemes();
        let is_token = |scheme: &Scheme| matches!(scheme, Scheme::Token(_));
        if !self.provider.brought_secrets().is_empty() {
            return Proof::Brought;
        }
        if schemes.is_empty() {
            return Proof::Unknown;
        }
        if schemes.iter().all(is_token) {
            return Proof::Token;
        }
        if self.needs_no_secret() { Proof::Published } else { Proof::Secret }
    }

    /// Returns true if the sender publishes all that it takes to prove its deliveries.
    fn needs_no_secret(&self) -> bool {
        let source = self.provider.source().public_url("https://hooks.example");
        let settings = self.provider.settings().iter();
        settings.fold(source, |source, (name, _)| source.setting(*name, "1")).verifier().is_ok()
    }

    /// Returns true if the sender signs its URL.
    pub(super) fn needs_url(&self) -> bool {
        matches!(self.provider.source().verifier(), Err(ConfigError::NoPublicUrl { .. }))
    }

    /// Returns the URL that its sender calls, with the token in it where it belongs there.
    pub(super) fn url(&self, base: &str, token: &str) -> String {
        let is_event = |at: usize| self.provider.event_name().contains(&Field::PathSegment(at));
        let segment = |at: usize| {
            let token = self.token_is_in_segment(at).then_some(token);
            token.or_else(|| is_event(at).then_some("EVENT"))
        };
        let base = format!("{}{}", base.trim_end_matches('/'), self.path.trim_end_matches('/'));
        let segments: Vec<_> = (0..2).rev().filter_map(segment).collect();
        let url = [&[&*base], &segments[..]].concat().join("/");
        match self.token_parameter() {
            Some(name) => format!("{url}?{name}={token}"),
            None => url,
        }
    }

    /// Returns the header in which the sender shows the token.
    pub(super) fn header(&self, token: &str) -> Option<String> {
        self.places().find_map(|place| match place {
            TokenPlace::Bearer => Some(format!("Authorization: Bearer {token}")),
            TokenPlace::Field(Field::Header(name)) => Some(format!("{name}: {token}")),
            _ => None,
        })
    }

    /// Checks the form of a secret that was pasted.
    pub(super) fn check_secret(&self, pasted: &str) -> Result<(), String> {
        let source = self.provider.secret(Secret::new(pasted)).public_url("https://hooks.example");
        let settings = self.provider.settings().iter();
        let source = settings.fold(source, |source, (name, _)| source.setting(*name, "1"));
        match source.verifier() {
            Err(error @ (ConfigError::BlankSecret { .. } | ConfigError::WrongKind { .. })) => {
                Err(error.to_string())
            }
            _ => Ok(()),
        }
    }

    /// Refuses an endpoint that would not start.
    pub(super) fn check(&self, has_url: bool) -> Result<(), CliError> {
        let name = self.provider.name();
        self.check_proof().map_err(|problem| CliError::usage("--provider", problem))?;
        if self.needs_url() && !has_url {
            return Err(CliError::usage(
                "--public-url",
                format!("`{name}` signs its URL: give it"),
            ));
        }
        if let Some(url) = &self.forward {
            check_forward(url).map_err(|problem| CliError::usage("--forward", problem))?;
        }
        let is_given = |needed: &str| self.settings.iter().any(|(given, _)| given == needed);
        match self.provider.settings().iter().find(|(needed, _)| !is_given(needed)) {
            Some((needed, meaning)) => {
                let problem = format!("`{name}` needs `{needed}`: {meaning}");
                Err(CliError::usage("--set", problem))
            }
            None => Ok(()),
        }
    }

    /// Refuses a sender of which nobody can tell that it is the one.
    pub(super) fn check_proof(&self) -> Result<(), String> {
        let name = self.provider.name();
        match self.proof() {
            Proof::Unknown => {
                Err(format!("`{name}` says no way to prove itself: write a sender of your own"))
            }
            _ => Ok(()),
        }
    }

    fn token_is_in_segment(&self, at: usize) -> bool {
        self.places().any(|place| place == TokenPlace::Field(Field::PathSegment(at)))
    }

    fn token_parameter(&self) -> Option<&'static str> {
        self.places().find_map(|place| match place {
            TokenPlace::Field(Field::Query(name)) => Some(name),
            _ => None,
        })
    }

    fn places(&self) -> impl Iterator<Item = TokenPlace> {
        self.provider.schemes().iter().filter_map(|scheme| match scheme {
            Scheme::Token(token) => Some(token.place()),
            _ => None,
        })
    }
}

/// Checks the URL that deliveries are forwarded to.
pub(super) fn check_forward(url: &str) -> Result<(), String> {
    ForwardTo::new(url).build().map(drop).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use hookport::providers::{GITHUB, STANDARD_WEBHOOKS, TWILIO};

    use super::*;

    #[test]
    fn a_pasted_secret_of_another_form_is_refused_before_the_next_question() {
        let standard = Wanted::of(STANDARD_WEBHOOKS);

        let refused = standard.check_secret("whsec_no base64").unwrap_err();
        assert!(refused.contains("is of the wrong kind: expected"), "{refused}");
        assert!(!refused.contains("no base64"), "{refused}");
        assert_eq!(standard.check_secret("whsec_bWFkZS11cC1tYWRlLXVwLW1hZGUtdXA="), Ok(()));
        for provider in [GITHUB, TWILIO] {
            assert_eq!(Wanted::of(provider).check_secret("made-up"), Ok(()));
        }
    }
}
