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
        for (flag, value) in &self.0 {
            add(&mut wanted, flag, value).map_err(|problem| CliError::usage(flag, problem))?;
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
fn add(endpoints: &mut Vec<Wanted>, flag: &str, value: &str) -> Result<(), String> {
    if flag == "--provider" {
        endpoints.push(Wanted::of(args::provider(value)?));
        return Ok(());
    }
    let endpoint = endpoints.last_mut().ok_or("give `--provider` before it")?;
    if is_given(endpoint, flag) {
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

/// Returns whether an endpoint has the value of a flag that takes one.
fn is_given(endpoint: &Wanted, flag: &str) -> bool {
    match flag {
        "--path" => endpoint.path != Wanted::of(endpoint.provider).path,
        "--name" => endpoint.name.is_some(),
        "--forward" => endpoint.forward.is_some(),
        "--secret-env" => endpoint.secret_env.is_some(),
        _ => false,
    }
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
