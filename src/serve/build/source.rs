//! The source of an endpoint: its provider with secrets and settings.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Building;
use crate::{
    ConfigError, Provider, Secret, Source,
    secrets::{Accounts, MemorySecrets, Senders},
    serve::{
        config::{Endpoint, KeyPath, Mistake, Origin, SecretFrom, Span},
        secrets::{Found, Openness},
    },
    verify::is_public_url,
};

impl Building<'_> {
    /// Returns the senders of an endpoint; `None` if there is a mistake in them, which is noted.
    pub(super) fn senders(
        &mut self,
        endpoint: &Endpoint,
        at: &KeyPath,
        provider: Provider,
    ) -> Option<Senders> {
        let before = self.mistakes.len();
        let name = endpoint.name(&provider);
        let (secrets, all_read) = self.secrets(&endpoint.secrets, &at.and("secrets"));
        let source = if endpoint.unauthenticated {
            provider.accept_without_verifying()
        } else {
            provider.secrets(secrets)
        };
        let source = self.with_keys(source, endpoint, at);
        let source = self.with_settings(source, endpoint, at);
        let senders = match &endpoint.accounts {
            Some(accounts) => self.accounts(source, accounts, &at.and("accounts"), &name)?,
            // What was not read is checked with a random secret.
            None if !all_read => Accounts::one(source, MemorySecrets::new()).into(),
            None => source.into(),
        };
        (self.mistakes.len() == before).then_some(senders)
    }

    /// Reads secrets. Returns false beside them if one was not read.
    pub(super) fn secrets(&mut self, from: &[SecretFrom], at: &KeyPath) -> (Vec<Secret>, bool) {
        let (mut secrets, mut all_read) = (Vec::new(), true);
        for (index, from) in from.iter().enumerate() {
            match self.secret(from, &at.at(index)) {
                Some(Found::Secret(secret, _)) => {
                    self.note_repeated(&secret, &secrets, &at.at(index));
                    secrets.push(secret);
                }
                Some(Found::NotRead) => all_read = false,
                None => {}
            }
        }
        (secrets, all_read)
    }

    /// Notes a secret that is the same text as one before it, as after a rotation that has ended.
    fn note_repeated(&mut self, secret: &Secret, before: &[Secret], at: &KeyPath) {
        if before.iter().any(|other| other.expose() == secret.expose()) {
            self.warn(at.clone(), "is the same secret as one before it");
        }
    }

    /// Reads a secret; `None` with a mistake that is noted.
    pub(super) fn secret(&mut self, from: &SecretFrom, at: &KeyPath) -> Option<Found> {
        match self.values.find(from) {
            Ok(found) => {
                match (&found, &from.origin) {
                    (Found::Secret(_, Openness::OpenToOthers), Origin::File(file)) => {
                        let file = file.display();
                        let problem =
                            format!("`{file}` can be read by all users: `chmod o= {file}`");
                        self.warn(at.clone(), problem);
                    }
                    (Found::NotRead, _) => self.warn(at.clone(), NOT_RUN),
                    _ => {}
                }
                Some(found)
            }
            Err(problem) => {
                self.mistake(at.clone(), problem);
                None
            }
        }
    }

    fn with_keys(&mut self, source: Source, endpoint: &Endpoint, at: &KeyPath) -> Source {
        let mut source = source;
        if let Some(from) = &endpoint.verify_token
            && let Some(Found::Secret(token, _)) = self.secret(from, &at.and("verify-token"))
        {
            source = source.verify_token(token);
        }
        let (keys, _) = self.secrets(&endpoint.decryption_keys, &at.and("decryption-keys"));
        keys.into_iter().fold(source, Source::decryption_key)
    }

    fn with_settings(&mut self, source: Source, endpoint: &Endpoint, at: &KeyPath) -> Source {
        let mut source = source;
        let known = source.provider().settings();
        for (name, value) in &endpoint.settings {
            if known.iter().any(|(known, _)| known == name) {
                source = source.setting(name, value);
            } else {
                self.unknown_setting(source.provider(), name, at);
            }
        }
        if let Some(url) = self.public_url(endpoint) {
            source = source.public_url(url);
        }
        if let Some(Span(tolerance)) = endpoint.tolerance {
            source = source.tolerance(tolerance);
        }
        if endpoint.answer_probes {
            source = source.answer_probes();
        }
        let roots = self.roots(&endpoint.trusted_roots, at);
        source = roots.into_iter().fold(source, Source::trusting);
        for (url, file) in &endpoint.documents {
            if let Some(document) = self.text_of(file, &at.and("documents").and(url)) {
                source = source.fetched(url, document);
            }
        }
        source
    }

    fn unknown_setting(&mut self, provider: &Provider, name: &str, at: &KeyPath) {
        let known = provider.settings().iter().map(|(known, _)| format!("`{known}`"));
        let allowed = match known.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => "it has none".to_owned(),
            known => format!("expected one of {known}"),
        };
        let problem = format!("provider `{}` has no setting `{name}`: {allowed}", provider.name());
        self.mistake(at.and("settings").and(name), problem);
    }

    /// Returns the URL of an endpoint. That of the whole file is checked once, and not here.
    fn public_url<'e>(&'e self, endpoint: &'e Endpoint) -> Option<&'e str> {
        let of_file = self.config.top().public_url.as_deref().filter(|url| is_public_url(url));
        endpoint.public_url.as_deref().or(of_file)
    }

    /// Reads the certificates of a table. A file that cannot be read is noted.
    pub(super) fn roots(&mut self, files: &[PathBuf], table: &KeyPath) -> Vec<String> {
        let at = table.and("trusted-roots");
        let files = files.iter().enumerate();
        files.filter_map(|(index, file)| self.text_of(file, &at.at(index))).collect()
    }

    /// Reads a file that is no secret.
    pub(super) fn text_of(&mut self, file: &Path, at: &KeyPath) -> Option<String> {
        let file: PathBuf = self.values.folder().join(file);
        let read = fs::read_to_string(&file);
        let problem = |error| format!("`{}` cannot be read: {error}", file.display());
        read.map_err(|error| self.mistake(at.clone(), problem(error))).ok()
    }
}

/// Returns the mistake of a source, at the key that it is about.
pub(super) fn mistake_of(error: &ConfigError, at: &KeyPath) -> Mistake {
    if let ConfigError::BadPlace { setting: "Accounts::by_path", problem, .. } = error {
        return Mistake::new(at.and("accounts").and("in-path"), problem);
    }
    let secret = |index: usize| at.and("secrets").at(index);
    let at = match error {
        ConfigError::BlankSecret { index, .. } | ConfigError::WrongKind { index, .. } => {
            secret(*index)
        }
        ConfigError::NoSecret { .. } | ConfigError::TooManySecrets { .. } => at.and("secrets"),
        ConfigError::NoPublicUrl { .. }
        | ConfigError::BadPublicUrl { .. }
        | ConfigError::UserInfoInPublicUrl { .. } => at.and("public-url"),
        ConfigError::BlankVerifyToken { .. } => at.and("verify-token"),
        ConfigError::NoSetting { .. } | ConfigError::UnknownSetting { .. } => at.and("settings"),
        ConfigError::BadRoot { .. } | ConfigError::NoRoot { .. } => at.and("trusted-roots"),
        ConfigError::BadFetched { .. } | ConfigError::UnusedFetched { .. } => at.and("documents"),
        ConfigError::NoDecryptionKey { .. }
        | ConfigError::BadDecryptionKey { .. }
        | ConfigError::UnusedDecryptionKey { .. } => at.and("decryption-keys"),
        _ => at.clone(),
    };
    Mistake::new(at, in_words_of_the_file(&error.to_string()))
}

/// Replaces the names of methods by those of keys.
pub(super) fn in_words_of_the_file(sentence: &str) -> String {
    let mut words: Vec<_> = sentence.split('`').map(str::to_owned).collect();
    for quoted in words.iter_mut().skip(1).step_by(2) {
        let is_word = quoted.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        // Not the start of a value, as `whsec_`.
        if is_word && !quoted.ends_with('_') {
            *quoted = quoted.replace('_', "-");
        }
    }
    words.join("`")
}

const NOT_RUN: &str = "is not checked: its program was not run";
