//! Secrets in files that only their owner can read.

use std::{
    fs::{self, DirBuilder},
    io::{self, Write},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use hookport::Secret;
use ring::rand::{SecureRandom, SystemRandom};

use crate::{CliError, own_file::for_its_owner};

/// The folder of secrets beside a configuration file.
#[derive(Debug)]
pub(super) struct SecretFiles {
    folder: PathBuf,
}

impl SecretFiles {
    pub(super) fn beside(config: &Path) -> Self {
        let parent = config.parent().unwrap_or(Path::new(""));
        Self { folder: parent.join(FOLDER) }
    }

    /// Returns the path of a secret, relative to the configuration file.
    pub(super) fn relative(name: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
        format!("{FOLDER}/{}", name.chars().map(plain).collect::<String>())
    }

    /// Makes the folder, for its owner only.
    pub(super) fn make(&self) -> Result<(), CliError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(|cause| written(&self.folder, cause))
    }

    /// Refuses to write over a secret that is there: another configuration in the folder may need it. With
    /// `force` it refuses what is no file only.
    pub(super) fn check_place(&self, relative: &str, force: bool) -> Result<(), CliError> {
        let path = self.path(relative);
        check_place(&beside(&path), true)?;
        check_place(&path, force)
    }

    /// Keeps a secret, in place of one that is there.
    pub(super) fn keep(&self, relative: &str, secret: &str) -> Result<(), CliError> {
        let path = self.path(relative);
        let beside = beside(&path);
        let keep = || {
            let mut file = for_its_owner().create(true).truncate(true).open(&beside)?;
            file.write_all(secret.as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        keep().map_err(|cause| written(&path, cause))
    }

    /// Returns the path of a secret.
    pub(super) fn path(&self, relative: &str) -> PathBuf {
        self.folder.with_file_name("").join(relative)
    }
}

/// Refuses to write over what is at a path; with `force`, over what is no file only.
pub(super) fn check_place(path: &Path, force: bool) -> Result<(), CliError> {
    if force || fs::symlink_metadata(path).is_err() {
        return CliError::check_is_file(path);
    }
    Err(CliError::taken(path.to_owned()))
}

/// Returns the name under which a secret is written, before it has its place.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Makes a token that fits into a header and into a URL.
pub(super) fn token() -> Result<Secret, CliError> {
    let mut bytes = [0; 24];
    SystemRandom::new().fill(&mut bytes).map_err(|_| {
        CliError::usage("--provider", "the system gives no random numbers to make a token of")
    })?;
    Ok(Secret::new(HEXLOWER.encode(&bytes)))
}

/// Makes the error of a file that cannot be written.
pub(super) fn written(path: &Path, cause: io::Error) -> CliError {
    CliError::WriteFile { path: path.to_owned(), cause }
}

const FOLDER: &str = "secrets";

/// The file of the console's token. No endpoint has it: `console` is the path of the console.
pub(super) const CONSOLE_TOKEN: &str = "secrets/console";
