//! Settings of a provider from the command line.

use std::collections::BTreeSet;

use crate::CliError;

/// Settings that are no secrets.
#[derive(Debug, clap::Args)]
pub(crate) struct Settings {
    /// A setting that the provider needs besides the secret; may be repeated. `hookport providers NAME`
    /// lists them.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    all: Vec<(String, String)>,
}

impl Settings {
    /// Returns the settings, in their order. One that is given twice is refused.
    pub(crate) fn all(&self) -> Result<impl Iterator<Item = (&str, &str)>, CliError> {
        let all = || self.all.iter().map(|(name, value)| (&**name, &**value));
        match twice(all()) {
            Some(problem) => Err(CliError::usage("--set", problem)),
            None => Ok(all()),
        }
    }
}

/// Returns what is wrong with settings of which one is given twice. It names the setting, and no value.
pub(crate) fn twice<'a>(settings: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut known = BTreeSet::new();
    let (name, _) = settings.into_iter().find(|(name, _)| !known.insert(*name))?;
    Some(format!("`{name}` is given twice"))
}

fn setting(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("expected `NAME=VALUE`")?;
    Ok((name.to_owned(), value.to_owned()))
}
