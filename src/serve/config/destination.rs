//! A table of `[[endpoints.destinations]]`.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use super::{
    command::Command,
    forms::{Count, Size, Span},
    forward::Forward,
    mail::Mail,
    place::Place,
    retries::Retries,
    secret::SecretFrom,
};

/// A destination: which deliveries it takes, and where they go.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Destination {
    pub(crate) name: Option<String>,
    pub(crate) formerly: Vec<String>,
    pub(crate) events: Option<Vec<String>>,
    pub(crate) when: Vec<Condition>,
    pub(crate) timeout: Option<Span>,
    pub(crate) retries: Option<Retries>,
    pub(crate) concurrency: Option<Count>,
    pub(crate) out_of_order: bool,
    pub(crate) forward: Option<Forward>,
    pub(crate) command: Option<Command>,
    pub(crate) mail: Option<Mail>,
    pub(crate) ndjson: Option<Ndjson>,
}

impl Destination {
    /// Returns all secrets of the destination.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &SecretFrom> {
        let of_forward = self.forward.iter().flat_map(Forward::secrets);
        let server = self.mail.iter().filter_map(|mail| mail.server.as_ref());
        of_forward.chain(server.filter_map(|server| server.password.as_ref()))
    }
}

/// A condition on a value of a delivery.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Condition {
    pub(crate) at: Option<Place>,
    pub(crate) equals: Option<Scalar>,
    pub(crate) one_of: Option<Vec<Scalar>>,
    pub(crate) like: Option<String>,
    pub(crate) exists: Option<bool>,
    pub(crate) not: bool,
}

/// A text, a number or a boolean, as a JSON document writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) struct Scalar(pub(crate) String);

impl TryFrom<Value> for Scalar {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        match value {
            Value::String(text) => Ok(Self(text)),
            Value::Number(_) | Value::Bool(_) => Ok(Self(value.to_string())),
            _ => Err("expected a text, a number, `true` or `false`"),
        }
    }
}

/// A file of JSON lines.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Ndjson {
    pub(crate) file: Option<PathBuf>,
    pub(crate) headers: Vec<String>,
    pub(crate) rotated_at: Option<Size>,
    pub(crate) daily: bool,
    pub(crate) keeping: Option<Count>,
}
