//! One endpoint, out of `/path=provider,secret-env=NAME`.

use std::path::Path;

use hookport::{ConfigError, Provider, Secret, Source};

use crate::{CliError, args, secrets::in_file, settings::twice};

/// A path, and who sends to it.
pub(super) struct Endpoint {
    /// The path.
    pub(super) path: String,
    /// The provider, its secrets and settings.
    pub(super) source: Source,
    /// The number of secrets; with none, nothing is proved.
    pub(super) secret_count: usize,
}

impl Endpoint {
    /// Reads the value of `--endpoint`. What no receiver would start with is refused.
    pub(super) fn read(
        text: &str,
        own: &[Provider],
        public_url: Option<&str>,
    ) -> Result<Self, CliError> {
        let wrong = |problem: String| CliError::usage("--endpoint", problem);
        let mut parts = text.split(',');
        let mount = parts.next().unwrap_or_default().split_once('=');
        let (path, name) = mount
            .filter(|(path, _)| path.starts_with('/'))
            .ok_or_else(|| wrong(EXPECTED.into()))?;
        let own = own.iter().find(|provider| provider.name() == name).copied();
        let provider = own.map_or_else(|| args::provider(name), Ok).map_err(wrong)?;
        let (mut secrets, mut settings) = (Vec::new(), Vec::new());
        for part in parts {
            match part.split_once('=') {
                Some(("secret-env", name)) => secrets.push(Secret::from_env(name)?),
                Some(("secret-file", file)) => secrets.push(in_file(Path::new(file))?),
                Some(setting) => settings.push(setting),
                None => return Err(wrong(EXPECTED.into())),
            }
        }
        if let Some(problem) = twice(settings.iter().copied()) {
            return Err(wrong(problem));
        }
        let secret_count = secrets.len();
        let mut source = match secret_count {
            0 => provider.accept_without_verifying(),
            _ => provider.secrets(secrets),
        };
        for (name, value) in settings {
            source = source.setting(name, value);
        }
        if let Some(url) = public_url {
            source = source.public_url(url);
        }
        if let Err(cause) = source.clone().verifier() {
            return Err(wrong_usage(cause));
        }
        Ok(Self { path: path.to_owned(), source, secret_count })
    }
}

/// Names the flag that a wrong setting came by.
fn wrong_usage(cause: ConfigError) -> CliError {
    match cause {
        ConfigError::NoPublicUrl { provider } => {
            CliError::usage("--public-url", format!("missing: provider `{provider}` signs it"))
        }
        ConfigError::BadPublicUrl { .. } => CliError::Config { flag: "--public-url", cause },
        cause => CliError::Config { flag: "--endpoint", cause },
    }
}

const EXPECTED: &str = "expected `/path=provider`, and behind commas `secret-env=NAME`, `secret-file=FILE` and settings";
