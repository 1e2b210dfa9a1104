//! Errors that end a command: wrong usage, and files that cannot be read.

use std::{
    error::Error,
    io::{self, Write},
    iter,
    path::PathBuf,
    process::ExitCode,
};
#[cfg(feature = "cli")]
use std::{fs, path::Path};

#[cfg(feature = "cli")]
use hookport::{
    BoxError,
    console::data::DataError,
    inbox::{InboxError, StoreError},
    serve::Problems,
    stores::{
        copy::CopyError,
        sqlite::{BackupError, RestoreError},
    },
};
use hookport::{ConfigError, SecretError, capture::CaptureError, testing::SignError};

use crate::plain::plain;

/// An error that ends a command.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// An argument cannot be used. The text never repeats it: it may hold a secret.
    #[error("{flag}: {problem}")]
    Usage { flag: &'static str, problem: String },
    /// The environment variable of `--secret-env` holds no secret.
    #[error("--secret-env")]
    SecretEnv(#[from] SecretError),
    /// The environment variable of `--verify-token-env` holds no token.
    #[error("--verify-token-env")]
    VerifyTokenEnv(#[source] SecretError),
    /// The environment variable of `--decryption-key-env` holds no key.
    #[error("--decryption-key-env")]
    DecryptionKeyEnv(#[source] SecretError),
    /// A setting that the provider needs is missing.
    #[error("{flag}")]
    Config {
        flag: &'static str,
        #[source]
        cause: ConfigError,
    },
    /// The request cannot be signed.
    #[error("{flag}")]
    Sign {
        flag: &'static str,
        #[source]
        cause: SignError,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    /// A file holds no captured request.
    #[error("`{}` is no captured request", path.display())]
    Malformed {
        path: PathBuf,
        #[source]
        cause: CaptureError,
    },
    /// A file is in the place of one that was to be written.
    #[cfg(feature = "cli")]
    #[error("there is a file at `{}` already; `--force` replaces it", path.display())]
    Taken { path: PathBuf },
    /// Something else than a file is in the place of one that was to be written.
    #[cfg(feature = "cli")]
    #[error("there is {what} at `{}`: expected the path of a file", path.display())]
    NoFile { what: &'static str, path: PathBuf },
    /// The inbox cannot be opened. Its place is shown without a password.
    #[cfg(feature = "cli")]
    #[error("cannot open the inbox `{place}`")]
    Open {
        place: String,
        #[source]
        cause: BoxError,
    },
    /// The configuration file has mistakes.
    #[cfg(feature = "cli")]
    #[error(transparent)]
    Mistakes(#[from] Problems),
    /// Something in the inbox is not there.
    #[cfg(feature = "cli")]
    #[error(transparent)]
    Inbox(InboxError),
    /// The inbox cannot be read or changed: it is away, or its role may not.
    #[cfg(feature = "cli")]
    #[error("the inbox cannot be read or changed")]
    Store(#[source] BoxError),
    /// The thing that was asked for is not there.
    #[cfg(feature = "cli")]
    #[error(transparent)]
    Data(DataError),
    /// The inbox was not copied.
    #[cfg(feature = "cli")]
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The copy was not restored.
    #[cfg(feature = "cli")]
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// The inbox was not copied to another store.
    #[cfg(feature = "cli")]
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// A file cannot be written.
    #[cfg(feature = "cli")]
    #[error("cannot write `{}`", path.display())]
    WriteFile {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    /// The output cannot be written.
    #[error("cannot write the output")]
    Write(#[from] io::Error),
}

impl CliError {
    /// Makes the error of an argument that cannot be used.
    pub(crate) fn usage(flag: &'static str, problem: impl Into<String>) -> Self {
        Self::Usage { flag, problem: problem.into() }
    }

    /// Tells that something is in the place of a file that was to be written.
    #[cfg(feature = "cli")]
    pub(crate) fn taken(path: PathBuf) -> Self {
        Self::check_is_file(&path).err().unwrap_or(Self::Taken { path })
    }

    /// Refuses a path where something else than a file is, which nothing replaces: not even `--force`.
    #[cfg(feature = "cli")]
    pub(crate) fn check_is_file(path: &Path) -> Result<(), Self> {
        let what = match fs::symlink_metadata(path).map(|about| about.file_type()) {
            Ok(kind) if kind.is_dir() => "a folder",
            Ok(kind) if kind.is_symlink() => "a symbolic link",
            Ok(kind) if !kind.is_file() => "a device, a pipe or a socket",
            _ => return Ok(()),
        };
        Err(Self::NoFile { what, path: path.to_owned() })
    }

    /// Writes the error with all its causes to stderr, and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        // The reader of the output stopped early, as `head` does. The result may be a refusal, so the
        // exit code is not that of a success.
        if self.is_closed_pipe() {
            return ExitCode::from(2);
        }
        // Nothing can be done if stderr is closed too.
        let _ = writeln!(io::stderr(), "error: {}", plain(&chain(self)));
        ExitCode::from(self.code())
    }

    /// Returns 1 if there is nothing of that name, or if something was refused to protect a file.
    #[cfg(feature = "cli")]
    fn code(&self) -> u8 {
        match self {
            Self::Inbox(_)
            | Self::Data(DataError::NotFound { .. })
            | Self::Taken { .. }
            | Self::Restore(RestoreError::Exists { .. } | RestoreError::InUse { .. })
            | Self::Copy(
                CopyError::InUse { .. }
                | CopyError::NotEmpty { .. }
                | CopyError::Changed { .. }
                | CopyError::Another { .. }
                | CopyError::Rival { .. }
                | CopyError::Differs { .. },
            ) => 1,
            _ => 2,
        }
    }

    #[cfg(not(feature = "cli"))]
    #[expect(clippy::unused_self, reason = "without an inbox all errors are those of usage")]
    const fn code(&self) -> u8 {
        2
    }

    fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write(cause) if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Returns an error with all its causes. One that the text before it ends with is left out.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    for cause in iter::successors(error.source(), |error| (**error).source()) {
        let told = cause.to_string();
        if !text.ends_with(&told) {
            text = format!("{text}: {told}");
        }
    }
    text
}

#[cfg(feature = "cli")]
impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into_cause())
    }
}

#[cfg(feature = "cli")]
impl From<InboxError> for CliError {
    fn from(error: InboxError) -> Self {
        match error {
            InboxError::Store(error) => error.into(),
            error => Self::Inbox(error),
        }
    }
}

#[cfg(feature = "cli")]
impl From<DataError> for CliError {
    fn from(error: DataError) -> Self {
        match error {
            DataError::Store(error) => error.into(),
            error => Self::Data(error),
        }
    }
}

impl From<SignError> for CliError {
    fn from(cause: SignError) -> Self {
        let flag = match cause {
            SignError::NoScheme { .. } => "--secret",
            SignError::Setting(_) => "--set",
            SignError::BadUrl => "--url",
            SignError::BadHeader { .. } => "--header",
            SignError::EventNotSettable { .. } | SignError::BadEvent { .. } => "--event",
            _ => "cannot sign",
        };
        Self::Sign { flag, cause }
    }
}
