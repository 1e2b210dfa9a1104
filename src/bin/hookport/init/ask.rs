//! The questions on a terminal.

use dialoguer::{Input, Password};
use hookport::{Provider, Secret};

use super::wanted::{Proof, Wanted};
use crate::{CliError, args};

/// Asks for one endpoint after the other.
pub(super) fn endpoints() -> Result<Vec<Wanted>, CliError> {
    let mut endpoints = Vec::new();
    while let Some(provider) = provider(endpoints.is_empty())? {
        endpoints.push(endpoint(provider)?);
    }
    Ok(endpoints)
}

/// Asks for a sender. An empty answer is the end, once there is one.
fn provider(is_first: bool) -> Result<Option<Provider>, CliError> {
    let question = if is_first { FIRST } else { NEXT };
    let name: String = Input::new()
        .with_prompt(question)
        .allow_empty(!is_first)
        .validate_with(|name: &String| match &**name {
            "" if !is_first => Ok(()),
            name => args::provider(name).map(drop),
        })
        .interact_text()
        .map_err(unanswered)?;
    Ok(args::provider(&name).ok())
}

fn endpoint(provider: Provider) -> Result<Wanted, CliError> {
    let mut wanted = Wanted::of(provider);
    wanted.path = Input::new()
        .with_prompt("Path of its endpoint")
        .default(wanted.path)
        .validate_with(
            |path: &String| {
                if path.starts_with('/') { Ok(()) } else { Err("it begins with `/`") }
            },
        )
        .interact_text()
        .map_err(unanswered)?;
    if wanted.proof() == Proof::Secret {
        ask_secret(&mut wanted)?;
    }
    for (name, meaning) in provider.settings() {
        let value: String =
            Input::new().with_prompt(*meaning).interact_text().map_err(unanswered)?;
        wanted.settings.push(((*name).to_owned(), value));
    }
    let url = optional("URL to forward its deliveries to, or nothing to keep them only")?;
    wanted.forward = Some(url).filter(|url| !url.is_empty());
    Ok(wanted)
}

/// Asks for the secret without showing it, or for the variable that holds it.
fn ask_secret(wanted: &mut Wanted) -> Result<(), CliError> {
    let pasted = Password::new()
        .with_prompt("Its signing secret (hidden), or nothing to name an environment variable")
        .allow_empty_password(true)
        .interact()
        .map_err(unanswered)?;
    if pasted.trim().is_empty() {
        let name =
            optional("Environment variable that holds the secret, or nothing for the usual name")?;
        wanted.secret_env = Some(name).filter(|name| !name.is_empty());
    } else {
        wanted.secret = Some(Secret::new(pasted));
    }
    Ok(())
}

fn optional(question: &str) -> Result<String, CliError> {
    let input = Input::new().with_prompt(question).allow_empty(true);
    input.interact_text().map_err(unanswered)
}

fn unanswered(error: dialoguer::Error) -> CliError {
    let dialoguer::Error::IO(cause) = error;
    CliError::usage("the terminal", cause.to_string())
}

const FIRST: &str = "Sender (`hookport providers` lists them)";
const NEXT: &str = "Next sender, or nothing";
