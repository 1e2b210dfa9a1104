//! The outcome of a handler together with its reply.

use super::Outcome;
use crate::Reply;

/// The result of a handler: its outcome, and its reply if it gave one.
///
/// A layer around a handler gets this as the response of the handler's service.
///
/// ```
/// use hookport::{Handled, Outcome, Reply};
///
/// let handled = Handled::replied(Reply::text("Hello"));
/// assert!(matches!(handled.outcome(), Outcome::Done));
/// assert!(handled.reply().is_some_and(|reply| reply.body() == "Hello"));
///
/// let failed = Handled::from(Outcome::dead_letter("no such customer"));
/// assert!(failed.reply().is_none());
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Handled {
    outcome: Outcome,
    reply: Option<Reply>,
}

impl Handled {
    /// A handler that is done, and answers its sender with `reply`.
    ///
    /// A reply that cannot be sent (see [`ReplyError`](crate::ReplyError)) is a failure of the
    /// handler: the outcome is to try again, with that error.
    pub fn replied(reply: Reply) -> Self {
        match reply.checked() {
            Ok(reply) => Self { outcome: Outcome::Done, reply: Some(reply) },
            Err(error) => Outcome::retry(error).into(),
        }
    }

    /// Returns the outcome.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Returns the reply, if there is one; then the outcome is [`Outcome::Done`].
    pub const fn reply(&self) -> Option<&Reply> {
        self.reply.as_ref()
    }

    /// Replaces the outcome of a handler that gave no reply.
    pub(crate) fn map_outcome(self, map: impl FnOnce(Outcome) -> Outcome) -> Self {
        match self {
            Self { outcome, reply: None } => map(outcome).into(),
            replied => replied,
        }
    }

    /// Takes both out.
    pub fn into_parts(self) -> (Outcome, Option<Reply>) {
        (self.outcome, self.reply)
    }
}

impl From<Outcome> for Handled {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, reply: None }
    }
}
