//! Errors that keep a receiver from starting or from going on.

use std::{fmt, io};

use crate::{BoxError, error_text, inbox::MissingRights};

/// The reason why a receiver does not start, or does not go on.
///
/// `Debug` shows the chain of causes as a sentence, so that `fn main() -> Result<(),
/// ReceiverError>` prints what a person can read. A program that wants to tell a mistake from bad
/// luck matches on it:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use std::time::Duration;
/// use hookport::{Receiver, receiver::ReceiverError, worker::Drained};
///
/// async fn run() -> Result<Drained, ReceiverError> {
///     let receiver = Receiver::open("memory:").await?;
///     let receiver = receiver.lease(Duration::from_millis(5)).concurrency(0);
///     receiver.serve("127.0.0.1:0").await
/// }
///
/// /// The exit status: 2 for what only a person can correct, 1 for what may pass by itself.
/// fn status(error: &ReceiverError) -> u8 {
///     match error {
///         ReceiverError::Misconfigured { problems } => {
///             problems.iter().for_each(|problem| eprintln!("{problem}"));
///             2
///         }
///         ReceiverError::UnknownStore { .. } | ReceiverError::MissingFeature { .. } => 2,
///         ReceiverError::MissingRights(_) => 2,
///         // The disk is full, the port is taken: the supervisor starts the program again.
///         _ => 1,
///     }
/// }
///
/// let error = run().await.unwrap_err();
/// assert_eq!(status(&error), 2);
/// assert_eq!(
///     format!("{error:?}"),
///     "receiver is misconfigured: `concurrency` must not be zero; `lease` must be 1s at least",
/// );
/// # }
/// ```
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ReceiverError {
    /// The URL names no store that this build knows.
    #[error(
        "store URL must be `memory:`, `sqlite:<path>` or `postgres://<database>`, {}",
        but(scheme)
    )]
    UnknownStore {
        /// The scheme of the URL, before the colon. The rest may hold a password.
        scheme: String,
    },
    /// The store needs a feature that this build does not have.
    #[error("store `{scheme}:` needs the cargo feature `{feature}`")]
    MissingFeature {
        /// The scheme of the URL, before the colon.
        scheme: &'static str,
        /// The feature.
        feature: &'static str,
    },
    /// The store cannot be opened.
    #[error("store cannot be opened")]
    Store(#[source] BoxError),
    /// The configuration is wrong. Nothing was opened, and nothing was written.
    #[error("receiver is misconfigured: {}", list(problems))]
    Misconfigured {
        /// All that is wrong with it.
        problems: Vec<Problem>,
    },
    /// The store does not let this process do its part of the work.
    #[error(
        "store gives too few rights: {0}; docs/postgres.md, \"Roles and grants\", has those of each role"
    )]
    MissingRights(MissingRights),
    /// The address cannot be listened on, or signals of the system cannot be waited for.
    #[error("cannot listen")]
    Listen(#[source] io::Error),
    /// The system gives the receiver no threads.
    #[error("cannot start threads")]
    Threads(#[source] io::Error),
    /// The receiver that was to be replaced serves no more.
    #[error("receiver has ended")]
    Ended,
    /// The worker ended before the shutdown.
    #[error("worker ended")]
    Worker(#[source] BoxError),
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for ReceiverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}

/// One thing that is wrong with a configuration. [`Display`](fmt::Display) is the whole sentence.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("example.txt")]
/// use hookport::{Field, InboxEndpoint, Receiver, receiver::ReceiverError};
///
/// let pushes = InboxEndpoint::new(github()).named("pushes").version(Field::Json("/after"));
/// let receiver = Receiver::open("memory:").await?.endpoint("/github", pushes);
///
/// let error = receiver.try_into_parts().unwrap_err();
/// let ReceiverError::Misconfigured { problems } = error else { panic!("{error}") };
/// assert_eq!(problems[0].key(), "pushes.version");
/// assert_eq!(
///     problems[0].to_string(),
///     "`pushes.version` needs `ordered_by`, which says of what it is a version",
/// );
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(super) key: String,
    pub(super) what: String,
}

impl Problem {
    pub(super) fn new(key: impl Into<String>, what: impl Into<String>) -> Self {
        Self { key: key.into(), what: what.into() }
    }

    /// Returns the setting: `max_in_flight`, `orders.version` for one of the endpoint `orders`,
    /// `orders.on_paid.retries` for one of its handler `on_paid`, or the path of an endpoint.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the sentence behind the setting: `must not be zero`.
    #[cfg(feature = "serve")]
    pub(crate) fn mistake(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.key, self.what)
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Says what is wrong with a URL of this scheme, without the rest of it.
fn but(scheme: &str) -> String {
    match scheme {
        "" => "and this one has no scheme".to_owned(),
        "memory" => "and nothing may stand behind `memory:`".to_owned(),
        "sqlite" => {
            "and the path of a file has to stand behind `sqlite:`, without parameters".to_owned()
        }
        "postgres" | "postgresql" => "and `//` has to stand behind `postgres:`".to_owned(),
        other => format!("not `{other}:`"),
    }
}
