//! `hookport accounts`: the accounts of an endpoint whose secrets are in the database of the inbox.

use std::process::ExitCode;

use hookport::{
    inbox::StoreError, secrets::UnusableAccount, serve, stores::postgres::PostgresSecrets,
};
use serde::Serialize;

use super::{code_of, note_if_none, open::Place};
use crate::{
    CliError, output, runtime,
    secrets::OneSecret,
    table::{self, Row},
};

/// The arguments of `accounts`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the accounts of an endpoint, each with the number of its secrets.
    List(List),
    /// Add a secret to an account, which is made if it is not there.
    Add(Add),
    /// Remove an account, or those of its secrets that are not the newest.
    Remove(Remove),
}

#[derive(Debug, clap::Args)]
struct List {
    /// The name of the endpoint.
    endpoint: String,
    /// Write one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    account: Account,
    /// Add an account that has no secret, and takes the first one that its sender brings.
    #[arg(long, conflicts_with = "OneSecret")]
    without_secret: bool,
    #[command(flatten)]
    secret: OneSecret<false>,
    /// The endpoint is new: no receiver has served it in this inbox yet.
    #[arg(long)]
    new_endpoint: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct Remove {
    #[command(flatten)]
    account: Account,
    /// Keep the newest secret: a rotation has ended.
    #[arg(long)]
    older: bool,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// An account of an endpoint.
#[derive(Debug, clap::Args)]
struct Account {
    /// The name of the endpoint.
    endpoint: String,
    /// The name of the account, as requests have it; empty if the endpoint has one account.
    account: String,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    runtime::run(async {
        match &args.command {
            Command::List(args) => args.run().await,
            Command::Add(args) => args.run().await,
            Command::Remove(args) => args.run().await,
        }
    })
}

impl List {
    async fn run(&self) -> Result<ExitCode, CliError> {
        let (_, found) = of_known(&self.place, &self.endpoint).await?;
        let rows: Vec<_> =
            found.into_iter().map(|(account, secrets)| Line { account, secrets }).collect();
        if self.json {
            rows.iter().try_for_each(output::json)?;
        } else if !rows.is_empty() {
            output::bytes(table::text(&HEAD, rows.iter().map(Line::row).collect()).as_bytes())?;
        }
        note_if_none(rows.len() as u64, self.json, "the endpoint has no accounts here");
        Ok(code_of(rows.len() as u64))
    }
}

impl Add {
    async fn run(&self) -> Result<ExitCode, CliError> {
        let name = &self.account.account;
        if self.without_secret {
            let is_new = added(self.accounts().await?.add_account(name).await)?;
            return self.told(is_new).said(
                self.json,
                ACCOUNT_ADDED,
                "there is such an account already",
            );
        }
        let secret = self.secret.read()?;
        let is_new = added(self.accounts().await?.add(name, secret).await)?;
        if self.json {
            output::json(&self.told(is_new))?;
        } else {
            output::line(if is_new { "added a secret" } else { HAD_SECRET })?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn told(&self, is_changed: bool) -> Told<'_> {
        Told { action: "add", account: &self.account.account, changed: u64::from(is_changed) }
    }

    /// Returns the accounts of the endpoint, which takes one of this name.
    async fn accounts(&self) -> Result<PostgresSecrets, CliError> {
        let Account { endpoint, account: name } = &self.account;
        let (secrets, config) = self.place.secrets(endpoint).await?;
        let Some(config) = config else {
            if self.new_endpoint {
                return Ok(secrets);
            }
            return known(secrets, endpoint, NEW_ENDPOINT).await;
        };
        let configured = serve::endpoints_with_accounts(&config);
        if !configured.contains(endpoint) {
            return Err(takes_none(&configured));
        }
        serve::check_account(&config, endpoint, name).map_err(|error| unusable(&error))?;
        Ok(secrets)
    }
}

impl Remove {
    async fn run(&self) -> Result<ExitCode, CliError> {
        let Account { endpoint, account: name } = &self.account;
        let (secrets, _) = of_known(&self.place, endpoint).await?;
        if self.older {
            let any = secrets.remove_older(name).await?;
            return self.told(any).said(self.json, "removed the older secrets", NO_OLDER);
        }
        let any = secrets.remove_account(name).await?;
        self.told(any).said(self.json, "removed the account", "there is no such account")
    }

    fn told(&self, is_changed: bool) -> Told<'_> {
        let action = if self.older { "remove-older" } else { "remove" };
        Told { action, account: &self.account.account, changed: u64::from(is_changed) }
    }
}

/// Returns the secrets and the accounts of an endpoint that has some, or is in the configuration or in the inbox.
async fn of_known(
    place: &Place,
    endpoint: &str,
) -> Result<(PostgresSecrets, Vec<(String, usize)>), CliError> {
    let (secrets, config) = place.secrets(endpoint).await?;
    let configured = config.as_ref().map(serve::endpoints_with_accounts);
    let accounts = secrets.accounts().await?;
    let is_configured = configured.is_some_and(|all| all.iter().any(|name| name == endpoint));
    if is_configured || !accounts.is_empty() {
        return Ok((secrets, accounts));
    }
    Ok((known(secrets, endpoint, "").await?, accounts))
}

/// Refuses an endpoint that the inbox does not know: its name may be mistyped.
async fn known(
    secrets: PostgresSecrets,
    endpoint: &str,
    otherwise: &str,
) -> Result<PostgresSecrets, CliError> {
    let known = secrets.endpoints().await?;
    if known.iter().any(|name| name == endpoint) {
        return Ok(secrets);
    }
    let known = match &known[..] {
        [] => "the inbox knows none yet".to_owned(),
        known => format!("the inbox knows {}", listed(known)),
    };
    Err(CliError::usage("ENDPOINT", format!("no such endpoint: {known}{otherwise}")))
}

/// Makes the error of an endpoint of the configuration that takes no accounts from the inbox, or is not there.
fn takes_none(configured: &[String]) -> CliError {
    let those = match configured {
        [] => "no endpoint of the configuration has it".to_owned(),
        [one] => format!("in the configuration `{one}` has it"),
        several => format!("in the configuration {} have it", listed(several)),
    };
    CliError::usage("ENDPOINT", format!("expected one with `accounts.in-inbox = true`: {those}"))
}

/// Lists names, as `` `a`, `b` and `c` ``.
fn listed(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match &quoted[..] {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => quoted.concat(),
    }
}

/// An account, as it is listed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    account: String,
    secrets: usize,
}

impl Line {
    fn row(&self) -> Row {
        vec![self.account.as_str().into(), self.secrets.to_string().into()]
    }
}

/// The result of a change of an account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    action: &'static str,
    account: &'a str,
    /// 1, or 0 if nothing was added or removed.
    changed: u64,
}

impl Told<'_> {
    /// Says what was done, and returns 0, or 1 if that was nothing.
    fn said(&self, json: bool, done: &str, nothing: &str) -> Result<ExitCode, CliError> {
        if json {
            output::json(self)?;
        } else if self.changed > 0 {
            output::line(done)?;
        } else {
            output::note(nothing);
        }
        Ok(code_of(self.changed))
    }
}

/// Tells apart a name that no request can have from an inbox that cannot be changed.
fn added(result: Result<bool, StoreError>) -> Result<bool, CliError> {
    result.map_err(|error| match error {
        StoreError::Unexpected(cause) if cause.is::<UnusableAccount>() => unusable(&cause),
        error => error.into(),
    })
}

fn unusable(error: &impl ToString) -> CliError {
    CliError::usage("ACCOUNT", error.to_string())
}

const ACCOUNT_ADDED: &str = "added an account without a secret";

const NO_OLDER: &str = "there is no account with older secrets";

const HAD_SECRET: &str = "the account has this secret already, and has it as its newest now";

const NEW_ENDPOINT: &str = "; `--new-endpoint` adds to one that no receiver has served yet";

const HEAD: [&str; 2] = ["ACCOUNT", "SECRETS"];

const EXAMPLES: &str = "\
Examples:
  hookport accounts add shopify acme.myshopify.com --secret-stdin < secret.txt
  hookport accounts add asana '' --without-secret
  hookport accounts list shopify
  hookport accounts remove shopify acme.myshopify.com --older

The endpoint has `accounts.in-inbox = true` in the configuration file of its receivers, and the inbox is a
Postgres database. An account may have several secrets, as during a rotation: each proves a delivery. All
receivers know a new account within five seconds, and a secret that is added or removed within a minute.

An endpoint without `accounts.in-inbox = true` in the configuration file is refused, since it may be mistyped.
So is a name that no request can have, as one with `/` where the path has the name.
With --inbox and no --config, or without a file, one that no receiver has served in this inbox is refused:
`--new-endpoint` adds to it.
A secret that the account has already is not added twice: it is the newest one then.

The JSON of `list` has `account` and `secrets`, the number of its secrets. That of `add` and `remove` has `action`
(`add`, `remove` or `remove-older`), `account` and `changed`: 1, or 0 if the account has the secret already, or
there was nothing to remove.

Exit codes:
  0  listed, added or removed, or the account has the secret already
  1  there is no such account, or nothing to add or remove
  2  wrong usage, no such endpoint, or the inbox cannot be opened or changed";
