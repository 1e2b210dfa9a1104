//! The texts of secrets, wherever they come from.

use std::{
    collections::HashMap,
    env,
    path::{Path, PathBuf},
};

use tokio::task::JoinSet;
use zeroize::Zeroizing;

use super::{
    command, file,
    text::{NOT_REPEATED, is_secret},
};
use crate::{
    Secret,
    serve::config::{Origin, SecretFrom},
};

/// Reads secrets, and runs programs that print them once for all of their uses.
#[derive(Debug)]
pub(in crate::serve) struct Values {
    folder: PathBuf,
    /// False if no secret is to be read.
    are_read: bool,
    /// The output of each program, by its arguments; `None` if no program was to be run.
    printed: Option<HashMap<Vec<String>, Result<Secret, String>>>,
}

/// A secret as it was found.
pub(in crate::serve) enum Found {
    /// The secret, and whether other users of the machine can read its file.
    Secret(Secret, Openness),
    /// It is not to be read, or a program would have to be run that is not.
    NotRead,
}

/// The users who can read the file of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::serve) enum Openness {
    Closed,
    OpenToOthers,
}

impl Values {
    /// Prepares reading without running programs. Paths are relative to `folder`.
    pub(in crate::serve) fn without_programs(folder: PathBuf) -> Self {
        Self { folder, are_read: true, printed: None }
    }

    /// Reads no secret.
    pub(in crate::serve) fn unread(folder: PathBuf) -> Self {
        Self { folder, are_read: false, printed: None }
    }

    /// Runs the programs of all secrets, some at a time.
    pub(in crate::serve) async fn with_programs<'a>(
        folder: PathBuf,
        secrets: impl Iterator<Item = &'a SecretFrom>,
    ) -> Self {
        let mut waiting: Vec<Vec<String>> = secrets.filter_map(arguments).cloned().collect();
        waiting.sort();
        waiting.dedup();
        let (mut printed, mut running) = (HashMap::new(), JoinSet::new());
        loop {
            while running.len() < AT_A_TIME
                && let Some(arguments) = waiting.pop()
            {
                running.spawn(run(arguments, folder.clone()));
            }
            match running.join_next().await {
                Some(Ok((arguments, secret))) => drop(printed.insert(arguments, secret)),
                // A task that panicked leaves its secret out, which is a mistake of the file then.
                Some(Err(_)) => {}
                None => return Self { folder, are_read: true, printed: Some(printed) },
            }
        }
    }

    /// Returns the folder that paths are relative to.
    pub(in crate::serve) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a secret.
    ///
    /// # Errors
    ///
    /// Fails if it is not there, is blank, or is too long. The sentence names where it is looked for.
    pub(in crate::serve) fn find(&self, from: &SecretFrom) -> Result<Found, String> {
        let (secret, openness) = match &from.origin {
            _ if !self.are_read => return Ok(Found::NotRead),
            Origin::Env(name) => (of_environment(name)?, Openness::Closed),
            Origin::File(path) => of_file(&self.folder.join(path))?,
            Origin::Command(arguments) => match &self.printed {
                None => return Ok(Found::NotRead),
                Some(printed) => (of_program(printed, arguments)?, Openness::Closed),
            },
        };
        let secret = match &from.label {
            Some(label) => secret.named(label.as_str()),
            None => secret,
        };
        Ok(Found::Secret(secret, openness))
    }
}

fn arguments(from: &SecretFrom) -> Option<&Vec<String>> {
    match &from.origin {
        Origin::Command(arguments) => Some(arguments),
        Origin::Env(_) | Origin::File(_) => None,
    }
}

async fn run(arguments: Vec<String>, folder: PathBuf) -> (Vec<String>, Result<Secret, String>) {
    let printed = command::run(&arguments, &folder).await;
    (arguments, printed.map(|text| Secret::new(text.as_str())))
}

fn of_environment(name: &str) -> Result<Secret, String> {
    let shown = if is_secret(name) { NOT_REPEATED } else { name };
    match env::var(name).map(Zeroizing::new) {
        Ok(text) if text.trim().is_empty() => {
            Err(format!("environment variable `{shown}` is blank"))
        }
        Ok(text) => Ok(Secret::new(text.as_str())),
        Err(env::VarError::NotPresent) => Err(format!("environment variable `{shown}` is not set")),
        Err(env::VarError::NotUnicode(_)) => {
            Err(format!("environment variable `{shown}` is not UTF-8"))
        }
    }
}

fn of_file(path: &Path) -> Result<(Secret, Openness), String> {
    let file::FromFile { text, is_open_to_others } = file::read(path)?;
    let openness = if is_open_to_others { Openness::OpenToOthers } else { Openness::Closed };
    Ok((Secret::new(text.as_str()), openness))
}

fn of_program(
    printed: &HashMap<Vec<String>, Result<Secret, String>>,
    arguments: &[String],
) -> Result<Secret, String> {
    printed.get(arguments).cloned().unwrap_or_else(|| Err("its program has not ended".to_owned()))
}

const AT_A_TIME: usize = 8;
