//! The URL of the inbox.

use std::{error::Error, path::Path};

use super::Building;
use crate::{
    Secret,
    error_text::chain,
    receiver::Role,
    serve::{
        config::{Config, InboxFrom, KeyPath},
        problem::Problems,
        secrets::{Found, Values},
    },
    stores::postgres::PostgresOptions,
};

/// Reads the URL of the inbox, with its path relative to the working directory. It may hold a password.
pub(in crate::serve) fn inbox_url(config: &Config, values: &Values) -> Result<Secret, Problems> {
    let mut building = Building::new(config, values, super::Opening::Nothing);
    let url = building.inbox_url();
    if url.is_none() && building.mistakes.is_empty() {
        building.mistake(at(), "was not read");
    }
    config.document().refuse(building.mistakes)?;
    Ok(url.unwrap_or_else(|| Secret::new("")))
}

impl Building<'_> {
    /// Reads and checks the URL; `None` with a mistake that is noted, and if it is not read.
    pub(super) fn inbox_url(&mut self) -> Option<Secret> {
        let mut at = at();
        let url = match self.config.top().inbox.clone().unwrap_or_default() {
            InboxFrom::Written(url) => {
                if shows_password(&url) {
                    self.warn(at.clone(), SHOWN);
                }
                url
            }
            InboxFrom::Given(url) => {
                at = KeyPath::key("--inbox");
                url
            }
            InboxFrom::Secret(from) => match self.secret(&from, &at)? {
                Found::Secret(url, _) => url.expose().to_owned(),
                Found::NotRead => return None,
            },
        };
        if let Some(problem) = problem(&url) {
            self.mistake(at, problem);
            return None;
        }
        let url = within(self.config.folder(), url);
        if is_folder(&url) {
            self.mistake(at, "is a folder: name a file in it, as `sqlite:FOLDER/hookport.db`");
            return None;
        }
        if lies_nowhere(&url) {
            self.warn(at.clone(), "lies in a folder that is not there now, and is not made");
        }
        let role = self.config.role();
        if url == "memory:" && role != Role::Both {
            self.mistake(at, format!("cannot be `memory:` for the role `{role}`: {NOT_REACHED}"));
            return None;
        }
        Some(Secret::new(url))
    }
}

fn at() -> KeyPath {
    KeyPath::key("inbox")
}

/// Returns what is wrong with a URL, without the URL.
fn problem(url: &str) -> Option<String> {
    match url.split_once(':') {
        Some(("memory", "")) => None,
        Some(("sqlite", path)) if path.contains('?') => Some(NO_PARAMETERS.to_owned()),
        Some(("sqlite", path)) if !["", ":memory:"].contains(&path) => None,
        Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
            let error = PostgresOptions::at(url).check().err()?;
            Some(format!("is no inbox: {}", error.source().map(chain).unwrap_or_default()))
        }
        _ => Some(NO_INBOX.to_owned()),
    }
}

/// Returns the path of an inbox that is a file.
fn file_of(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?;
    Some(path.strip_prefix("//").unwrap_or(path))
}

fn is_folder(url: &str) -> bool {
    file_of(url).is_some_and(|path| path.ends_with('/') || Path::new(path).is_dir())
}

/// Returns whether the folder of an inbox is certainly missing: one that cannot be looked into may be there.
fn lies_nowhere(url: &str) -> bool {
    let folder = file_of(url).and_then(|path| Path::new(path).parent());
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.is_some_and(|folder| matches!(folder.try_exists(), Ok(false)))
}

/// Returns a URL whose path is relative to a folder.
fn within(folder: &Path, url: String) -> String {
    match url.strip_prefix("sqlite:") {
        Some(path) if !path.starts_with("//") => format!("sqlite:{}", folder.join(path).display()),
        _ => url,
    }
}

fn shows_password(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let (start, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let user = start.rsplit_once('@').map(|(user, _)| user);
    user.is_some_and(|user| user.contains(':'))
        || parameters.split('&').any(|parameter| parameter.starts_with("password="))
}

const NO_INBOX: &str =
    "is no inbox: expected `memory:`, `sqlite:PATH` or `postgres://USER@HOST/DATABASE`";

const NO_PARAMETERS: &str =
    "is no inbox: `sqlite:` takes the path of a file, and no parameters behind a `?`";

const NOT_REACHED: &str =
    "no other process reaches it, so name a file or a database, or leave out the role";

const SHOWN: &str = "holds a password, which all who can read this file can read: keep the URL in a variable, \
                     and write `inbox = { env = \"NAME\" }`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_a_url_is_noticed() {
        for url in ["postgres://a:b@c/d", "postgresql://c/d?x=1&password=b"] {
            assert!(shows_password(url), "{url}");
        }
        for url in ["postgres://a@c:5432/d", "postgres://c/d?sslmode=require", "sqlite:a:b@c"] {
            assert!(!shows_password(url), "{url}");
        }
    }
}
