//! The source of a secret.

use std::path::PathBuf;

use serde::Deserialize;

/// A secret in the environment, in a file, or printed by a command. A file holds no secret itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) struct SecretFrom {
    pub(crate) origin: Origin,
    pub(crate) label: Option<String>,
}

/// The origin of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The name of an environment variable.
    Env(String),
    /// A file, relative to the folder of the configuration file.
    File(PathBuf),
    /// A program and its arguments.
    Command(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[serde(expecting = "a table that says where the secret is, as `{ env = \"NAME\" }`")]
struct Written {
    env: Option<String>,
    file: Option<PathBuf>,
    command: Option<Vec<String>>,
    label: Option<String>,
}

impl TryFrom<Written> for SecretFrom {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { env, file, command, label } = written;
        if env.as_deref().is_some_and(|name| !can_be_a_variable(name)) {
            return Err(NO_VARIABLE);
        }
        let origin = match (env, file, command) {
            (Some(name), None, None) if !name.is_empty() => Origin::Env(name),
            (None, Some(file), None) if !file.as_os_str().is_empty() => Origin::File(file),
            (None, None, Some(command)) if command.first().is_some_and(|it| !it.is_empty()) => {
                Origin::Command(command)
            }
            _ => return Err(EXPECTED),
        };
        Ok(Self { origin, label })
    }
}

/// Returns whether a variable of the environment can have a name, as far as shells and systems agree.
fn can_be_a_variable(name: &str) -> bool {
    !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '=')
}

const NO_VARIABLE: &str =
    "`env` must be the name of a variable of the environment, without white space and `=`";

const EXPECTED: &str = "expected one of `env = \"NAME\"`, `file = \"PATH\"` and \
                        `command = [\"PROGRAM\", \"ARGUMENT\"]`, and beside it `label = \"TEXT\"` if you like";
