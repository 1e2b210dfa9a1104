//! An endpoint as it is written.

use std::fmt::Write as _;

use hookport::{Provider, Secret, serve};
use http::Method;

use super::{
    secret_files::{self, SecretFiles},
    wanted::{Proof, Wanted},
};
use crate::CliError;

/// An endpoint, and where its secret is.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) wanted: Wanted,
    pub(super) secret: SecretIn,
}

/// The place of a secret.
#[derive(Debug)]
pub(super) enum SecretIn {
    /// There is none.
    Nowhere,
    /// An environment variable.
    Variable(String),
    /// A file with a token that was made.
    MadeFile(String, Secret),
    /// A file with a secret that was pasted.
    PastedFile(String, Secret),
    /// A file for what the sender brings.
    Accounts(String),
}

impl Written {
    /// Says where the secret is, and makes a token if it takes one.
    pub(super) fn of(wanted: Wanted) -> Result<Self, CliError> {
        let file = SecretFiles::relative(wanted.name());
        let secret = match (wanted.proof(), &wanted.secret_env, &wanted.secret) {
            (Proof::Brought, ..) => SecretIn::Accounts(format!("{file}.json")),
            (_, Some(variable), _) => SecretIn::Variable(variable.clone()),
            (_, None, Some(pasted)) => SecretIn::PastedFile(file, pasted.clone()),
            (Proof::Token, ..) => SecretIn::MadeFile(file, secret_files::token()?),
            (Proof::Secret, ..) => SecretIn::Variable(variable_of(&wanted.provider)),
            (Proof::Published | Proof::Unknown, ..) => SecretIn::Nowhere,
        };
        Ok(Self { wanted, secret })
    }

    /// Returns the table of the endpoint, without its destinations.
    fn table(&self) -> String {
        let Wanted { provider, path, name, settings, .. } = &self.wanted;
        let mut table = String::from("\n[[endpoints]]\n");
        if let Some(page) = provider.docs() {
            let _ = writeln!(table, "# {page}");
        }
        if let Some(name) = name {
            let _ = writeln!(table, "name = {}", quoted(name));
        }
        let _ = writeln!(table, "path = {}", quoted(path));
        let _ = writeln!(table, "provider = {}", quoted(provider.name()));
        table += &self.secrets();
        for (name, value) in settings {
            let _ = writeln!(table, "settings.{} = {}", quoted(name), quoted(value));
        }
        table
    }

    /// Returns the destination of the endpoint.
    fn destination(&self) -> String {
        match &self.wanted.forward {
            None => "store-only = true\n".to_owned(),
            Some(url) => format!(
                "\n[[endpoints.destinations]]\nname = \"app\"\nforward.url = {}\n{}",
                quoted(url),
                self.with_query()
            ),
        }
    }

    /// Returns the keys by which the query goes on, if it may be all that the sender says.
    fn with_query(&self) -> &'static str {
        if self.wanted.provider.delivers_with(&Method::GET) { WITH_QUERY } else { "" }
    }

    fn secrets(&self) -> String {
        match &self.secret {
            SecretIn::Nowhere => String::new(),
            SecretIn::Variable(name) => format!("secrets = [{{ env = {} }}]\n", quoted(name)),
            SecretIn::MadeFile(file, _) | SecretIn::PastedFile(file, _) => {
                format!("secrets = [{{ file = {} }}]\n", quoted(file))
            }
            SecretIn::Accounts(file) => format!("accounts = {{ file = {} }}\n", quoted(file)),
        }
    }
}

/// Returns the tables of all endpoints. What holds for each of them is said at the first one.
pub(super) fn tables(endpoints: &[Written]) -> String {
    let mut text = String::new();
    let first_kept = endpoints.iter().position(|written| written.wanted.forward.is_none());
    for (index, written) in endpoints.iter().enumerate() {
        text += &written.table();
        if index == 0 {
            text += FURTHER_KEYS;
            text.extend(OPTIONAL.iter().map(|key| optional(key)));
        }
        if first_kept == Some(index) {
            text += STORE_ONLY_COMMENT;
        }
        text += &written.destination();
    }
    text
}

/// Returns a key as a comment, with its meaning.
pub(super) fn optional(path: &str) -> String {
    let key = serve::keys().find(|key| key.path == path);
    key.map(|key| format!("# {}\n#   {}\n", key.example, key.meaning)).unwrap_or_default()
}

/// Returns a text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn variable_of(provider: &Provider) -> String {
    format!("{}_SECRET", provider.name().replace('-', "_").to_uppercase())
}

const FURTHER_KEYS: &str = "# Further keys of any endpoint:\n";

const OPTIONAL: &[&str] = &[
    "endpoints[].rate-limit",
    "endpoints[].ordered-by",
    "endpoints[].deduplicated-by",
    "endpoints[].quarantine",
];

const WITH_QUERY: &str = "\
# This sender also delivers by GET, with all that it says in the query.
forward.append-query = true
forward.method-of-sender = true
";

const STORE_ONLY_COMMENT: &str = "\
# Deliveries are kept for 30 days, or for what `done` in `[retention]` says, as `done = \"3650d\"`. Nothing else
# is done with them: replace `store-only` by a destination.
";
