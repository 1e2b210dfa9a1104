//! A destination that runs a program.

use std::{env, path::Path};

use crate::{
    destinations::{CommandError, Destination, RunCommand},
    serve::{
        build::{Building, source::in_words_of_the_file},
        config::{Command, KeyPath, Span},
    },
};

impl Building<'_> {
    pub(super) fn command(
        &mut self,
        written: &Command,
        timeout: Option<Span>,
        at: &KeyPath,
    ) -> Option<Box<dyn Destination>> {
        let [program, arguments @ ..] = &written.run[..] else {
            self.mistake(at.clone(), "needs `run`, as `run = [\"PROGRAM\", \"ARGUMENT\"]`");
            return None;
        };
        let folder = written.folder.as_deref().unwrap_or(Path::new(""));
        let folder = self.values.folder().join(folder);
        self.note_what_is_missing(Path::new(program), &folder, at);
        let mut run = RunCommand::new(program).folder(folder);
        for (index, argument) in arguments.iter().enumerate() {
            let template = self.template(argument, &at.and("run").at(index + 1))?;
            run = run.argument(template);
        }
        for (name, value) in &written.env {
            let template = self.template(value, &at.and("env").and(name))?;
            run = run.env(name, template);
        }
        let run = self.with_exit_codes(run.keeping_env(&written.keeping_env), written, at);
        match limited(run, timeout, written).build() {
            Ok(made) => Some(Box::new(made)),
            Err(error) => {
                self.mistake(key_of(&error, written, at), in_words_of_the_file(&error.to_string()));
                None
            }
        }
    }

    /// Notes what is not there now. It can come while the receiver runs.
    fn note_what_is_missing(&mut self, program: &Path, folder: &Path, at: &KeyPath) {
        // The folder of a configuration without one is the working directory.
        if !folder.as_os_str().is_empty() && !folder.is_dir() {
            self.warn(at.and("folder"), "is no folder that is there: deliveries wait for it");
        } else if !is_there(program, folder) {
            let problem = "begins with a program that is not there: deliveries wait for it";
            self.warn(at.and("run"), problem);
        }
    }

    fn with_exit_codes(
        &mut self,
        mut run: RunCommand,
        written: &Command,
        at: &KeyPath,
    ) -> RunCommand {
        for (code, meaning) in &written.exit_codes {
            let Ok(code) = code.parse::<u8>() else {
                let problem = "is no exit code: expected a number from 0 to 255";
                self.mistake(at.and("exit-codes").and(code), problem);
                continue;
            };
            run = run.exit_code(code.into(), (*meaning).into());
        }
        run
    }
}

/// Returns whether a program is there, in the folder in which it runs or in `PATH`.
fn is_there(program: &Path, folder: &Path) -> bool {
    if program.components().count() != 1 {
        return folder.join(program).is_file();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    // Windows tries several endings of its name.
    cfg!(windows) || env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn limited(mut run: RunCommand, timeout: Option<Span>, written: &Command) -> RunCommand {
    if written.without_body {
        run = run.without_body();
    }
    match timeout {
        Some(Span(timeout)) => run.time_limit(timeout),
        None => run,
    }
}

/// Returns the key that an error is about.
fn key_of(error: &CommandError, written: &Command, at: &KeyPath) -> KeyPath {
    match error {
        CommandError::NoProgram => at.and("run"),
        CommandError::Variable { name } if written.env.contains_key(name) => at.and("env"),
        CommandError::Variable { .. } => at.and("keeping-env"),
        CommandError::NoTime => at.and("timeout"),
    }
}
