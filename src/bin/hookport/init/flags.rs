//! Endpoints as flags: each `--provider` begins one, and the flags behind it belong to it.

use clap::{Arg, ArgAction, ArgMatches, Command, error::Error};

use super::{place, wanted::Wanted};
use crate::{CliError, args, settings::twice};

/// The flags of endpoints and their values, in the order of the command line.
#[derive(Debug, Default)]
pub(super) struct Endpoints(Vec<(&'static str, String)>);

impl Endpoints {
    /// Returns the endpoints that are given.
    pub(super) fn wanted(&self) -> Result<Vec<Wanted>, CliError> {
        let mut wanted = Vec::new();
        for (at, (flag, value)) in self.0.iter().enumerate() {
            let is_repeated = is_repeated(flag, &self.0[..at]);
            let added = add(&mut wanted, (flag, value), is_repeated);
            added.map_err(|problem| CliError::usage(flag, problem))?;
        }
        Ok(wanted)
    }
}

impl clap::Args for Endpoints {
    fn augment_args(command: Command) -> Command {
        FLAGS.iter().fold(command, |command, (name, value, help)| {
            let arg = Arg::new(*name).long(&name[2..]).value_name(*value).help(*help);
            command.arg(arg.action(ArgAction::Append).help_heading("Endpoints"))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Endpoints {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut given: Vec<(usize, &'static str, &String)> = Vec::new();
        for (name, ..) in FLAGS {
            let indices = matches.indices_of(name).into_iter().flatten();
            let values = matches.get_many::<String>(name).into_iter().flatten();
            given.extend(indices.zip(values).map(|(index, value)| (index, *name, value)));
        }
        given.sort();
        Ok(Self(given.into_iter().map(|(_, flag, value)| (flag, value.clone())).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Takes a flag to the endpoint that it belongs to.
fn add(
    endpoints: &mut Vec<Wanted>,
    (flag, value): (&str, &str),
    is_repeated: bool,
) -> Result<(), String> {
    if flag == "--provider" {
        endpoints.push(Wanted::of(args::provider(value)?));
        return Ok(());
    }
    let endpoint = endpoints.last_mut().ok_or("give `--provider` before it")?;
    if is_repeated {
        return Err(format!("is given twice for `{}`", endpoint.provider.name()));
    }
    match flag {
        "--path" if value.starts_with('/') => value.clone_into(&mut endpoint.path),
        "--path" => return Err("must begin with `/`".to_owned()),
        "--name" => endpoint.name = Some(value.to_owned()),
        "--forward" => endpoint.forward = Some(value.to_owned()),
        "--secret-env" => endpoint.secret_env = Some(value.to_owned()),
        _ => {
            let (name, value) = value.split_once('=').ok_or("expected `NAME=VALUE`")?;
            let given = endpoint.settings.iter().map(|(name, value)| (&**name, &**value));
            if let Some(problem) = twice(given.chain([(name, value)])) {
                return Err(problem);
            }
            place::check_setting(endpoint, name, value)?;
            endpoint.settings.push((name.to_owned(), value.to_owned()));
        }
    }
    Ok(())
}

/// Returns whether a flag that takes one value is among those that were given before it for the same endpoint.
fn is_repeated(flag: &str, before: &[(&str, String)]) -> bool {
    let mut of_endpoint = before.iter().rev().take_while(|(other, _)| *other != "--provider");
    flag != "--set" && of_endpoint.any(|(other, _)| *other == flag)
}

const FLAGS: &[(&str, &str, &str)] = &[
    (
        "--provider",
        "NAME",
        "A sender, from `hookport providers`; begins an endpoint, and may be repeated",
    ),
    ("--path", "PATH", "The path of the endpoint before it; `/NAME` of the provider by default"),
    ("--name", "TEXT", "The name of the endpoint in the inbox"),
    ("--secret-env", "NAME", "The environment variable that holds its signing secret or token"),
    (
        "--forward",
        "URL",
        "The HTTP server that its deliveries go to; they are only kept without it",
    ),
    ("--set", "NAME=VALUE", "A setting that its sender needs besides the secret; may be repeated"),
];
