//! `hookport new`: writes a crate that receives the deliveries of a provider.

mod crate_name;
mod events;
mod example;
mod fill;
mod origin;
mod project;
mod proof;
mod sender;
mod template;
mod trial;

use std::{path::Path, process::ExitCode};

use hookport::Provider;

use self::{origin::Origin, project::Project, template::Template};
use crate::{CliError, args, output};

/// The arguments of `new`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The name of the crate, and of the folder that is made for it.
    #[arg(value_name = "NAME", value_parser = crate_name::checked)]
    name: String,
    /// The sender: a name from `hookport providers`.
    #[arg(long, value_parser = args::provider)]
    provider: Provider,
    /// The kind of crate, by what it does with a delivery.
    #[arg(long, value_enum)]
    template: Template,
    #[command(flatten)]
    origin: Origin,
}

/// Writes the crate, and says what to do next.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let project = Project::new(&args.name, args.provider, args.template, &args.origin)?;
    let folder = Path::new(&args.name);
    project.write(folder)?;
    output::bytes(project.farewell().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

const EXAMPLES: &str = "\
Examples:
  hookport new shop --provider stripe --template save
  hookport new fleet --provider rabbot --template answer
  hookport new relay --provider github --template forward

The crate has an enum of events, handlers, tests that need no network, a Dockerfile and a README. Its tests
pass as they are written.

Exit codes:
  0  written
  2  wrong usage, a folder that is there already, or a template that does not fit the provider";
