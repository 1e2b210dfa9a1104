//! The questions on a terminal.

use dialoguer::{Input, Password};
use hookport::{Provider, Secret};

use super::{
    File,
    place::{self, Places},
    secret_files::SecretFiles,
    wanted::{self, Proof, Wanted},
};
use crate::{CliError, args};

/// Asks for one endpoint after the other. A wrong answer is refused at once, so that no other one is lost.
pub(super) fn fill(file: &mut File, files: &SecretFiles, force: bool) -> Result<(), CliError> {
    while let Some(provider) = provider(file.endpoints.is_empty())? {
        let wanted = endpoint(provider, &Places { endpoints: &file.endpoints, files, force })?;
        if wanted.needs_url() && file.public_url.is_none() {
            file.public_url = Some(public_url()?);
        }
        file.endpoints.push(wanted);
    }
    Ok(())
}

/// Asks for a sender. An empty answer is the end, once there is one.
fn provider(is_first: bool) -> Result<Option<Provider>, CliError> {
    let question = if is_first { FIRST } else { NEXT };
    let name = answer(question, |name| match name {
        "" if is_first => Err("name one sender, as `stripe`".to_owned()),
        "" => Ok(()),
        name => Wanted::of(args::provider(name)?).check_proof(),
    })?;
    Ok(args::provider(&name).ok())
}

fn endpoint(provider: Provider, places: &Places<'_>) -> Result<Wanted, CliError> {
    let free = places.free(provider);
    let at = |path: &str| if path.is_empty() { free.clone() } else { free.at(path) };
    let question = format!("Path of its endpoint, or nothing for {}", free.path);
    let mut wanted = at(&answer(&question, |path| places.check(&at(path)))?);
    if wanted.proof() == Proof::Secret {
        ask_secret(&mut wanted)?;
    }
    for (name, meaning) in provider.settings() {
        let value = answer(meaning, |value| place::check_setting(&wanted, name, value))?;
        wanted.settings.push(((*name).to_owned(), value));
    }
    let url = optional(
        "URL to forward its deliveries to, or nothing to keep them only",
        wanted::check_forward,
    )?;
    wanted.forward = Some(url).filter(|url| !url.is_empty());
    Ok(wanted)
}

/// Asks for the URL of the receiver.
fn public_url() -> Result<String, CliError> {
    answer("This sender signs the URL that it calls. The public URL of this receiver", |url| {
        place::check_top("public-url", url)
    })
}

/// Asks for the secret without showing it, or for the variable that holds it.
fn ask_secret(wanted: &mut Wanted) -> Result<(), CliError> {
    let pasted = Password::new()
        .with_prompt("Its signing secret (hidden), or nothing to name an environment variable")
        .allow_empty_password(true)
        .validate_with(|pasted: &String| match pasted.trim() {
            "" => Ok(()),
            _ => wanted.check_secret(pasted),
        })
        .interact()
        .map_err(unanswered)?;
    if pasted.trim().is_empty() {
        let name = optional(
            "Environment variable that holds the secret, or nothing for the usual name",
            place::check_variable,
        )?;
        wanted.secret_env = Some(name).filter(|name| !name.is_empty());
    } else {
        wanted.secret = Some(Secret::new(pasted));
    }
    Ok(())
}

fn optional(
    question: &str,
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<String, CliError> {
    answer(question, |text| if text.is_empty() { Ok(()) } else { check(text) })
}

/// Asks until an answer is right. An empty one is an answer too, so that its mistake is told.
fn answer(question: &str, check: impl Fn(&str) -> Result<(), String>) -> Result<String, CliError> {
    let input: Input<'_, String> = Input::new().with_prompt(question).allow_empty(true);
    let input = input.validate_with(|answer: &String| check(answer.trim()));
    Ok(input.interact_text().map_err(unanswered)?.trim().to_owned())
}

fn unanswered(error: dialoguer::Error) -> CliError {
    let dialoguer::Error::IO(cause) = error;
    CliError::usage("the terminal", cause.to_string())
}

const FIRST: &str = "Sender, one at a time (`hookport providers` lists them)";
const NEXT: &str = "Next sender, or nothing";
