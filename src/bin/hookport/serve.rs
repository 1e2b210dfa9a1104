//! `hookport serve`: a receiver out of a configuration file.

use std::{path::PathBuf, process::ExitCode};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use hookport::{
    receiver::{ReceiverError, Role},
    serve::{self, Options, ServeError},
};

use crate::{CliError, error::chain, output, runtime};

/// The arguments of `serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The configuration file.
    #[arg(long, short, value_name = "FILE", default_value = "hookport.toml")]
    config: PathBuf,
    /// The address to listen on, in place of `listen` in the file.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The inbox, in place of `inbox` in the file: `sqlite:PATH`, `postgres://USER@HOST/DATABASE`
    /// or `memory:`. Other users of the machine can see a password in it: `PGPASSWORD` and `~/.pgpass` are read.
    #[arg(long, value_name = "URL")]
    inbox: Option<String>,
    /// The part of the work that this process does, in place of `role` in the file.
    #[arg(long, value_name = "ROLE", value_parser = roles())]
    role: Option<Role>,
}

fn roles() -> impl TypedValueParser<Value = Role> {
    let words = PossibleValuesParser::new(Role::ALL.map(Role::as_str));
    words.map(|word| Role::from_word(&word).unwrap_or_default())
}

/// Serves until a signal stops it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let mut options = Options::new(&args.config);
    if let Some(listen) = &args.listen {
        options = options.listen(listen);
    }
    if let Some(inbox) = &args.inbox {
        options = options.inbox(inbox);
    }
    if let Some(role) = args.role {
        options = options.role(role);
    }
    match runtime::serve(serve::run(options))? {
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(ServeError::Problems(problems)) => {
            let lines = problems.all().iter().map(|problem| output::plain(&problem.to_string()));
            output::error(&lines.collect::<Vec<_>>().join("\n"));
            Ok(ExitCode::from(2))
        }
        Err(error) => {
            output::error(&chain(&error));
            let is_refused = matches!(error, ServeError::Receiver(ReceiverError::MissingRights(_)));
            Ok(ExitCode::from(if is_refused { 2 } else { 1 }))
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  hookport init --provider stripe --forward http://127.0.0.1:3000/hooks && hookport serve
  hookport serve --config /etc/hookport.toml
  hookport serve --listen 127.0.0.1:0 --inbox memory:
  hookport serve --role receiver
  hookport serve --role worker --listen 127.0.0.1:8081

Signals:
  SIGHUP           read the file, its secrets and its certificates again. A file with a mistake is
                   logged, and the old one stays. Open requests go on, and none is refused for it. Else the
                   pauses of destinations end: the next delivery that is due is a probe
  SIGTERM, SIGINT  take nothing more, let open requests and running destinations come to an end, stop

A socket that systemd passes is listened on in place of `listen`. Log lines go to stderr, and a secret
to nowhere.

Exit codes:
  0  stopped by a signal
  1  it cannot start or go on: the port is taken, the inbox cannot be opened
  2  wrong usage; mistakes in the file, with line, key, and what is allowed; or the database gives too few rights";
