//! The destination that runs a program.

use std::{
    fmt, io,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use tokio::{
    io::AsyncWriteExt,
    process::{Child, ChildStdin},
    time::timeout,
};

use super::{
    group::{Group, separate},
    output::Output,
};
use crate::{
    Delivery, FieldError, Outcome,
    destinations::{DeliveryAttempt, Destination, DestinationFuture, Meaning, TextTemplate},
    error_text::chain,
};

/// A program that is run for each delivery. [`RunCommand`](crate::destinations::RunCommand) makes it.
///
/// # What the program gets
///
/// It is started itself, and never a shell: each template is one argument, whatever its values hold. A value
/// can begin with `-`, so one that stands alone belongs behind `--`, or into `--name={json:/name}`.
///
/// The body is its standard input, unless that is [switched off](crate::destinations::RunCommand::without_body). Of the
/// environment it has `PATH`, `HOME`, `LANG`, `LC_ALL`, `TZ`, `TMPDIR` and what was
/// [chosen](crate::destinations::RunCommand::keeping_env), and these:
///
/// | variable | value |
/// |---|---|
/// | `HOOKPORT_EVENT` | the event's name; empty if it has none |
/// | `HOOKPORT_ID` | the id that the sender gave to the delivery; empty if there is none |
/// | `HOOKPORT_ENDPOINT`, `HOOKPORT_DESTINATION` | the names of the endpoint and of the destination |
/// | `HOOKPORT_PROVIDER` | the name of the sender |
/// | `HOOKPORT_TRUST` | the strength of the sender's proof: `signed`, `token`, … |
/// | `HOOKPORT_ATTEMPT` | the number of the attempt, from 1. Numbers can be left out |
/// | `HOOKPORT_KEY` | the same text for each attempt and each replay of the delivery |
///
/// # What becomes of the delivery
///
/// | the program | the delivery |
/// |---|---|
/// | ends with the exit code 0 | is done |
/// | ends with another one | is tried again, unless [`exit_code`](crate::destinations::RunCommand::exit_code) says otherwise; 75 (`EX_TEMPFAIL`) is such a one |
/// | is ended by a signal, or cannot be started | is tried again |
/// | is not done in time | is tried again. On Unix all processes of its group are killed |
/// | an argument cannot be made, since a value cannot be read or holds a zero byte | is a dead letter |
///
/// The error in the log holds the last 300 bytes that it wrote, of its standard error if there are any. It may
/// write more than that: the rest is thrown away.
pub struct Command {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<TextTemplate>,
    pub(super) environment: Vec<(String, TextTemplate)>,
    pub(super) kept: Vec<String>,
    pub(super) folder: Option<PathBuf>,
    pub(super) gets_body: bool,
    pub(super) time_limit: Duration,
    pub(super) exit_codes: Vec<(i32, Meaning)>,
}

impl Command {
    async fn run(&self, delivery: &Delivery, attempt: &DeliveryAttempt) -> Outcome {
        let mut command = match self.command(delivery, attempt) {
            Ok(command) => command,
            Err(error) => return Outcome::dead_letter(format!("no arguments: {}", chain(&error))),
        };
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return self.not_started(&error),
        };
        let mut group = Group::of(&child);
        let (stdin, output) = (child.stdin.take(), Output::of(&mut child));
        let ended = timeout(self.time_limit, ended(&mut child, stdin, delivery.body())).await;
        let Ok(ended) = ended else {
            group.kill();
            // So that no dead process stays behind.
            let _ = child.wait().await;
            let text = format!("command did not end within {:?}", self.time_limit);
            return Outcome::retry(output.behind(text));
        };
        group.has_ended();
        output.end().await;
        match ended {
            Ok(status) => self.judge(status, &output),
            Err(error) => Outcome::retry(error),
        }
    }

    fn command(
        &self,
        delivery: &Delivery,
        attempt: &DeliveryAttempt,
    ) -> Result<tokio::process::Command, FieldError> {
        let mut command = tokio::process::Command::new(&self.program);
        for argument in &self.arguments {
            command.arg(argument.text(delivery, attempt.endpoint())?);
        }
        command.env_clear();
        for name in KEPT.iter().copied().chain(self.kept.iter().map(String::as_str)) {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        let (trust, number) = (delivery.trust().to_string(), attempt.number().to_string());
        let key = attempt.key(delivery);
        command.envs([
            ("HOOKPORT_EVENT", delivery.event_name().unwrap_or_default()),
            ("HOOKPORT_ID", delivery.id().unwrap_or_default()),
            ("HOOKPORT_ENDPOINT", attempt.endpoint()),
            ("HOOKPORT_DESTINATION", attempt.destination()),
            ("HOOKPORT_PROVIDER", delivery.provider()),
            ("HOOKPORT_TRUST", &*trust),
            ("HOOKPORT_ATTEMPT", &*number),
            ("HOOKPORT_KEY", &*key),
        ]);
        for (name, value) in &self.environment {
            command.env(name, value.text(delivery, attempt.endpoint())?);
        }
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let stdin = if self.gets_body { Stdio::piped() } else { Stdio::null() };
        command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        separate(&mut command);
        Ok(command)
    }

    fn not_started(&self, error: &io::Error) -> Outcome {
        let of_values = [io::ErrorKind::InvalidInput, io::ErrorKind::ArgumentListTooLong];
        let is_of_values = of_values.contains(&error.kind());
        let text = format!("command `{}` cannot be started: {error}", self.program.display());
        if is_of_values { Outcome::dead_letter(text) } else { Outcome::retry(text) }
    }

    fn judge(&self, status: ExitStatus, output: &Output) -> Outcome {
        let Some(code) = status.code() else {
            return Outcome::retry(
                output.behind(format!("command was ended by a signal: {status}")),
            );
        };
        let said = self.exit_codes.iter().find(|(known, _)| *known == code);
        let default = if code == 0 { Meaning::Done } else { Meaning::Retry };
        let text = || output.behind(format!("command ended with exit code {code}"));
        match said.map_or(default, |(_, meaning)| *meaning) {
            Meaning::Done => Outcome::Done,
            Meaning::Retry => Outcome::retry(text()),
            Meaning::DeadLetter => Outcome::dead_letter(text()),
        }
    }
}

/// Waits until a program has ended, and hands over the body meanwhile. It need not read the body.
async fn ended(
    child: &mut Child,
    stdin: Option<ChildStdin>,
    body: &[u8],
) -> io::Result<ExitStatus> {
    let write = async {
        if let Some(mut stdin) = stdin {
            let _ = stdin.write_all(body).await;
        }
        std::future::pending().await
    };
    tokio::select! {
        status = child.wait() => status,
        never = write => never,
    }
}

impl Destination for Command {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        Box::pin(self.run(delivery, attempt))
    }

    fn goes_to(&self) -> Option<String> {
        let name = self.program.file_name().unwrap_or(self.program.as_os_str());
        Some(format!("command {}", name.display()))
    }

    /// The own limit ends an attempt before.
    fn time_limit(&self) -> Duration {
        self.time_limit.saturating_add(Duration::from_secs(5))
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Command").field("program", &self.program).finish_non_exhaustive()
    }
}

/// The variables of the environment that each command has. `SYSTEMROOT` is what programs need on Windows.
const KEPT: &[&str] = &["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT"];
