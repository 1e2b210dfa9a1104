//! The settings of a command.

use std::{fmt, path::PathBuf, time::Duration};

use super::program::Command;
use crate::destinations::{Meaning, TextTemplate};

/// The settings of a command that is run for each delivery.
///
/// ```
/// use std::time::Duration;
/// use hookport::destinations::{Meaning, RunCommand, TextTemplate};
///
/// let deploy = RunCommand::new("/usr/local/bin/deploy")
///     .argument(TextTemplate::parse("--branch={json:/ref}")?)
///     .env("DEPLOY_REASON", TextTemplate::parse("{event} of {json:/pusher/name?nobody}")?)
///     .time_limit(Duration::from_secs(300))
///     .exit_code(65, Meaning::DeadLetter)
///     .build()?;
/// # drop(deploy);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
#[derive(Clone)]
pub struct RunCommand {
    program: PathBuf,
    arguments: Vec<TextTemplate>,
    environment: Vec<(String, TextTemplate)>,
    kept: Vec<String>,
    folder: Option<PathBuf>,
    gets_body: bool,
    time_limit: Duration,
    exit_codes: Vec<(i32, Meaning)>,
}

/// The error of a command that cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// There is no program.
    #[error("program must not be empty")]
    NoProgram,
    /// A variable of the environment has a name that none can have.
    #[error("`{name}` cannot be the name of a variable of the environment")]
    Variable {
        /// The name.
        name: String,
    },
    /// The time limit is zero.
    #[error("`time_limit` must not be zero")]
    NoTime,
}

impl RunCommand {
    /// Begins with the path of a program, or with a name that is searched for in `PATH`.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: Vec::new(),
            environment: Vec::new(),
            kept: Vec::new(),
            folder: None,
            gets_body: true,
            time_limit: Duration::from_secs(60),
            exit_codes: Vec::new(),
        }
    }

    /// Adds an argument. It is one argument, whatever its values hold.
    pub fn argument(mut self, argument: TextTemplate) -> Self {
        self.arguments.push(argument);
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: impl Into<String>, value: TextTemplate) -> Self {
        self.environment.push((name.into(), value));
        self
    }

    /// Keeps these variables of the receiver's own environment. The others are not there, since they may hold
    /// secrets.
    pub fn keeping_env<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.kept.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets the folder in which the program runs. The default is that of the receiver.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Gives the program an empty standard input. The default is the body.
    pub const fn without_body(mut self) -> Self {
        self.gets_body = false;
        self
    }

    /// Sets how long the program may run. The default is one minute.
    pub const fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Sets what becomes of a delivery by this exit code. The default is done for 0, and a retry for all
    /// others.
    pub fn exit_code(mut self, code: i32, meaning: Meaning) -> Self {
        self.exit_codes.retain(|(known, _)| *known != code);
        self.exit_codes.push((code, meaning));
        self
    }

    /// Makes the destination. Whether the program is there shows with the first delivery.
    ///
    /// # Errors
    ///
    /// Fails if the program is empty, if no variable can have one of the names, and if the time limit is zero.
    pub fn build(self) -> Result<Command, CommandError> {
        if self.program.as_os_str().is_empty() {
            return Err(CommandError::NoProgram);
        }
        if self.time_limit.is_zero() {
            return Err(CommandError::NoTime);
        }
        let mut names = self.environment.iter().map(|(name, _)| name).chain(&self.kept);
        if let Some(name) = names.find(|name| name.is_empty() || name.contains(['=', '\0'])) {
            return Err(CommandError::Variable { name: name.clone() });
        }
        Ok(Command {
            program: self.program,
            arguments: self.arguments,
            environment: self.environment,
            kept: self.kept,
            folder: self.folder,
            gets_body: self.gets_body,
            time_limit: self.time_limit,
            exit_codes: self.exit_codes,
        })
    }
}

impl fmt::Debug for RunCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunCommand").field("program", &self.program).finish_non_exhaustive()
    }
}
