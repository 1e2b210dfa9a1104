//! Endpoints as flags: each `--provider` begins one, and the flags behind it belong to it.

use clap::{
    Arg, ArgAction, ArgMatches, Command,
    error::{Error, ErrorKind},
};

use super::wanted::Wanted;
use crate::args;

/// The endpoints that are given as flags.
#[derive(Debug, Default)]
pub(super) struct Endpoints(pub(super) Vec<Wanted>);

impl clap::Args for Endpoints {
    fn augment_args(command: Command) -> Command {
        FLAGS.iter().fold(command, |command, (name, value, help)| {
            let arg = Arg::new(*name).long(*name).value_name(*value).help(*help);
            command.arg(arg.action(ArgAction::Append).help_heading("Endpoints"))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Endpoints {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut given: Vec<(usize, &str, &String)> = Vec::new();
        for (name, ..) in FLAGS {
            let indices = matches.indices_of(name).into_iter().flatten();
            let values = matches.get_many::<String>(name).into_iter().flatten();
            given.extend(indices.zip(values).map(|(index, value)| (index, *name, value)));
        }
        given.sort();
        let mut endpoints = Vec::new();
        for (_, flag, value) in given {
            add(&mut endpoints, flag, value)
                .map_err(|problem| Error::raw(ErrorKind::ValueValidation, problem + "\n"))?;
        }
        Ok(Self(endpoints))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Takes a flag to the endpoint that it belongs to.
fn add(endpoints: &mut Vec<Wanted>, flag: &str, value: &str) -> Result<(), String> {
    if flag == "provider" {
        let provider = args::provider(value).map_err(|problem| format!("--provider: {problem}"))?;
        endpoints.push(Wanted::of(provider));
        return Ok(());
    }
    let endpoint = endpoints.last_mut();
    let endpoint = endpoint.ok_or_else(|| format!("--{flag}: give `--provider` before it"))?;
    match flag {
        "path" if value.starts_with('/') => value.clone_into(&mut endpoint.path),
        "path" => return Err("--path: must begin with `/`".to_owned()),
        "name" => endpoint.name = Some(value.to_owned()),
        "forward" => endpoint.forward = Some(value.to_owned()),
        "secret-env" => endpoint.secret_env = Some(value.to_owned()),
        _ => {
            let setting = value.split_once('=').ok_or("--set: expected `NAME=VALUE`")?;
            endpoint.settings.push((setting.0.to_owned(), setting.1.to_owned()));
        }
    }
    Ok(())
}

const FLAGS: &[(&str, &str, &str)] = &[
    (
        "provider",
        "NAME",
        "A sender, from `hookport providers`; begins an endpoint, and may be repeated",
    ),
    ("path", "PATH", "The path of the endpoint before it; `/NAME` of the provider by default"),
    ("name", "TEXT", "The name of the endpoint in the inbox"),
    ("secret-env", "NAME", "The environment variable that holds its signing secret or token"),
    ("forward", "URL", "The HTTP server that its deliveries go to; they are only kept without it"),
    ("set", "NAME=VALUE", "A setting that its sender needs besides the secret; may be repeated"),
];
