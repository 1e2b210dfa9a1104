//! `hookport init`: a configuration file to start with, and the secrets that it needs.

mod ask;
mod file;
mod flags;
mod place;
mod secret_files;
mod shown;
mod wanted;
mod written;

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use hookport::{
    serve::{Config, Problem, Problems, Programs, inbox_without_secrets},
    stores::MemoryStore,
};

use self::{
    file::Writing,
    flags::Endpoints,
    secret_files::{CONSOLE_TOKEN, SecretFiles},
    wanted::Wanted,
};
use crate::{CliError, check::checked, output, runtime};

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The file to write.
    #[arg(long, short, value_name = "FILE", default_value = "hookport.toml")]
    config: PathBuf,
    #[command(flatten)]
    endpoints: Endpoints,
    /// The URL under which senders know the receiver, as `https://hooks.example`.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// The address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    /// The inbox: `sqlite:PATH`, relative to the folder of the file, `postgres://USER@HOST/DATABASE` or
    /// `memory:`.
    #[arg(long, value_name = "URL", default_value = "sqlite:hookport.db")]
    inbox: String,
    /// The environment variable that holds the URL of the inbox, for one with a password.
    #[arg(long, value_name = "NAME", conflicts_with = "inbox")]
    inbox_env: Option<String>,
    /// Write over a file that is there, and over secrets in the folder beside it.
    #[arg(long)]
    force: bool,
}

/// The parts of a file that are given by flags, or asked for.
struct File {
    endpoints: Vec<Wanted>,
    public_url: Option<String>,
}

/// Writes the file, and shows each secret that was made.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let files = SecretFiles::beside(&args.config);
    refuse_to_overwrite(args, &files)?;
    refuse_wrong_flags(args)?;
    let mut wanted =
        File { endpoints: args.endpoints.wanted()?, public_url: args.public_url.clone() };
    if wanted.endpoints.is_empty() {
        if !std::io::stdin().is_terminal() {
            return Err(CliError::usage("--provider", NO_ENDPOINT));
        }
        ask::fill(&mut wanted, &files, args.force)?;
    }
    let writing = Writing::new(args, wanted, files)?;
    let config = Config::parse(writing.text(), &args.config)
        .map_err(|problems| CliError::usage("--config", problems.to_string()))?;
    refuse_wrong_values(&config)?;
    runtime::run(async {
        writing.write()?;
        output::bytes(writing.shown().as_bytes())?;
        note_what_is_missing(&args.config).await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Refuses, before anything is asked, to write over what is there.
fn refuse_to_overwrite(args: &Args, files: &SecretFiles) -> Result<(), CliError> {
    secret_files::check_place(&args.config, args.force)?;
    files.check_place(CONSOLE_TOKEN, args.force)
}

/// Refuses, before anything is asked, what cannot be served of any endpoint.
fn refuse_wrong_flags(args: &Args) -> Result<(), CliError> {
    let flags = [
        ("--listen", Some(&args.listen)),
        ("--inbox", Some(&args.inbox)),
        ("--public-url", args.public_url.as_ref()),
    ];
    for (flag, value) in flags {
        let checked = value.map_or(Ok(()), |value| place::check_top(&flag[2..], value));
        checked.map_err(|problem| CliError::usage(flag, problem))?;
    }
    if shows_password(&args.inbox) {
        return Err(CliError::usage("--inbox", PASSWORD));
    }
    Ok(())
}

/// Returns true if the URL of a database holds a password, which would stand in the file.
fn shows_password(url: &str) -> bool {
    let user = url.rsplit_once('@').map_or("", |(user, _)| user);
    url.starts_with("postgres") && (user.matches(':').count() > 1 || url.contains("password="))
}

/// Refuses values of flags that cannot be served. The secrets are not there yet.
fn refuse_wrong_values(config: &Config) -> Result<(), CliError> {
    let problems = inbox_without_secrets(config, Arc::new(MemoryStore::new())).err();
    let mut problems = problems.iter().flat_map(Problems::all);
    match problems.find(|problem| !problem.key.ends_with(ACCOUNTS)) {
        Some(Problem { key, problem, .. }) => {
            Err(CliError::usage("init", format!("`{key}`: {problem}")))
        }
        None => Ok(()),
    }
}

/// Says what has to be done before the file can be served: variables that are to be set.
async fn note_what_is_missing(config: &Path) {
    let problems = checked(config, Programs::NotRun).await.err();
    for problem in problems.iter().flat_map(Problems::all) {
        output::note(&output::plain(&format!("before `hookport serve`: {problem}")));
    }
}

/// The end of the key of a file that is made for the secrets that a sender brings.
const ACCOUNTS: &str = ".accounts.file";

const PASSWORD: &str = "holds a password, which would stand in the file: keep the URL in a variable, and give \
                        `--inbox-env NAME`";

const NO_ENDPOINT: &str = "name a sender, or start the command on a terminal, where it asks";

const EXAMPLES: &str = "\
Examples:
  hookport init
  hookport init --provider stripe --secret-env STRIPE_SECRET --forward http://127.0.0.1:3000/hooks
  hookport init --public-url https://hooks.example --provider routal --provider rabbot --path /fleet

On a terminal and without `--provider` it asks. A secret or token that you have to make up is made, and
kept in a file of mode 600 in the folder `secrets` beside the configuration. It is shown once, with the URL
to paste at the sender.

Exit codes:
  0  written. A note on stderr says what is still to be done before `hookport serve`
  1  there is a file or one of its secrets already, and no `--force`
  2  wrong usage, or a file that cannot be written";
