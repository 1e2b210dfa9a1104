//! The provider of an endpoint: a built-in one, one in a file, or one that is written in the table.

use std::{fs, path::Path};

use serde_json::{Map, Value};

use crate::{
    Provider,
    provider_file::ProviderFileError,
    providers,
    serve::{
        config::{Endpoint, KeyPath, Mistake},
        nearest::nearest,
    },
};

/// Returns the provider of an endpoint.
pub(super) fn provider(
    endpoint: &Endpoint,
    at: &KeyPath,
    folder: &Path,
) -> Result<Provider, Mistake> {
    match (&endpoint.provider, &endpoint.provider_file, &endpoint.sender) {
        (Some(name), None, None) => {
            built_in(name).map_err(|problem| Mistake::new(at.and("provider"), problem))
        }
        (None, Some(file), None) => of_file(&folder.join(file))
            .map_err(|problem| Mistake::new(at.and("provider-file"), problem)),
        (None, None, Some(written)) => inline(written, &at.and("sender")),
        (None, None, None) => Err(Mistake::new(at.clone(), format!("has no sender: {ONE_OF}"))),
        _ => Err(Mistake::new(at.clone(), format!("has several senders: {ONE_OF}"))),
    }
}

fn built_in(name: &str) -> Result<Provider, String> {
    providers::find(name).copied().ok_or_else(|| {
        let names = providers::ALL.iter().map(Provider::name);
        let similar = nearest(name, names).map(|it| format!(" (similar: `{it}`)"));
        let similar = similar.unwrap_or_default();
        format!("no built-in provider has this name{similar}; `hookport providers` lists them")
    })
}

fn of_file(file: &Path) -> Result<Provider, String> {
    let text = fs::read_to_string(file)
        .map_err(|error| format!("`{}` cannot be read: {error}", file.display()))?;
    Provider::from_toml(&text).map_err(|error| format!("`{}`: {error}", file.display()))
}

/// Reads a provider that is a table of this file. The path of a mistake goes on in it.
fn inline(written: &Map<String, Value>, at: &KeyPath) -> Result<Provider, Mistake> {
    let text = toml::to_string(written)
        .map_err(|error| Mistake::new(at.clone(), format!("cannot be a provider file: {error}")))?;
    Provider::from_toml(&text).map_err(|error| match error {
        ProviderFileError::Key { key, problem, .. } if key != "." => {
            Mistake::new(at.and_path(&key), problem)
        }
        ProviderFileError::Key { problem, .. } => Mistake::new(at.clone(), problem),
        other => Mistake::new(at.clone(), other.to_string()),
    })
}

const ONE_OF: &str = "give one of `provider`, `provider-file` and `sender`";
