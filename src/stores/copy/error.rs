//! Reasons why an inbox is not copied.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{BoxError, error_text, inbox::StoreError};

/// The error of [`sqlite_to_postgres`](super::sqlite_to_postgres). What was written before stays, and the next
/// call goes on there.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum CopyError {
    /// A process has the file open.
    #[error("a process has `{}` open: stop it first", path.display())]
    InUse {
        /// The path of the file.
        path: PathBuf,
    },
    /// The file cannot be read, or is no inbox of this version.
    #[error("cannot read the inbox `{}`", path.display())]
    From {
        /// The path of the file.
        path: PathBuf,
        /// The reason.
        #[source]
        cause: BoxError,
    },
    /// The database cannot be reached or written.
    #[error("cannot write the inbox in the database")]
    To {
        /// The reason.
        #[source]
        cause: BoxError,
    },
    /// The schema holds an inbox.
    #[error(
        "the schema `{schema}` of the database holds an inbox: name another one by `?schema=NAME` in the URL"
    )]
    NotEmpty {
        /// The name of the schema.
        schema: String,
    },
    /// The schema holds a finished copy, but not of the file as it is now.
    #[error(
        "the schema `{schema}` of the database holds a finished copy of another file, or of this one as it was \
         before a receiver changed it: what came into the file since then is not in the database. To copy it too, \
         name another schema by `?schema=NAME` in the URL"
    )]
    Changed {
        /// The name of the schema.
        schema: String,
    },
    /// The schema holds a part of another inbox.
    #[error(
        "the schema `{schema}` of the database holds an unfinished copy of another file, or of this one as it \
         was before a receiver changed it: remove it by `DROP SCHEMA {schema} CASCADE`"
    )]
    Another {
        /// The name of the schema.
        schema: String,
    },
    /// Another process copies to the schema.
    #[error("another process copies to the schema `{schema}` of the database")]
    Rival {
        /// The name of the schema.
        schema: String,
    },
    /// A table is not the same on both sides at the end.
    #[error(
        "the table `{table}` has {there} rows in the database and {here} in the file, or not the same ones: \
         something else has written there. Remove the schema by `DROP SCHEMA {schema} CASCADE`"
    )]
    Differs {
        /// The name of the schema.
        schema: String,
        /// The name of the table in the database.
        table: &'static str,
        /// The number of its rows in the file.
        here: u64,
        /// The number of its rows in the database.
        there: u64,
    },
    /// The thread that reads the file has stopped.
    #[error("stopped reading the file before its end")]
    Stopped,
}

impl CopyError {
    /// Tells that the file cannot be read.
    pub(super) fn from(path: &Path, error: impl Into<StoreError>) -> Self {
        Self::From { path: path.to_owned(), cause: error.into().into_cause() }
    }

    /// Tells that the database cannot be written.
    pub(super) fn to(error: impl Into<StoreError>) -> Self {
        Self::To { cause: error.into().into_cause() }
    }
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}
