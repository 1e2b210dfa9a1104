//! Why something that a handler asks for is not there.
//!
//! Each of these makes a dead letter of the delivery: the sender would send the same again.

use crate::{Field, FieldError, IntoOutcome, Outcome, event::PayloadError};

macro_rules! missing {
    ($(#[$doc:meta])* $name:ident, $message:literal) => {
        $(#[$doc])*
        ///
        /// The delivery becomes a dead letter: the sender would send the same again.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $name;

        impl IntoOutcome for $name {
            fn into_outcome(self) -> Outcome {
                Outcome::dead_letter($message)
            }
        }
    };
}

missing! {
    /// The delivery has no event name.
    MissingEventName, "delivery has no event name"
}

missing! {
    /// The delivery has no id.
    MissingDeliveryId, "delivery has no id"
}

/// A value of the document is not there, or is not what the handler asks for.
///
/// The delivery becomes a dead letter: the sender would send the same again. No message carries a value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentRejection {
    /// Nothing lies at the JSON pointer.
    #[error("document has no value at JSON pointer `{pointer}`")]
    Missing {
        /// Where it was looked for.
        pointer: &'static str,
    },
    /// The value is not of the type asked for.
    #[error("document is unexpected: {0}")]
    Unexpected(PayloadError),
    /// The body holds no document that can be read.
    #[error(transparent)]
    Unreadable(#[from] FieldError),
}

/// The query is not what the handler asks for.
///
/// The delivery becomes a dead letter: the sender would send the same again. No message carries a value.
#[derive(Debug, thiserror::Error)]
#[error("query is unexpected: {0}")]
pub struct QueryRejection(pub(super) PayloadError);

/// A segment of the path is not there, or is not what the handler asks for.
///
/// The delivery becomes a dead letter: the sender would send the same again. No message carries the path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SegmentRejection {
    /// The path has no such segment.
    #[error("{at} is missing")]
    Missing {
        /// Where it was looked for.
        at: Field,
    },
    /// The segment is not of the type asked for.
    #[error("{at} is not of the expected type")]
    Unexpected {
        /// Where it lies.
        at: Field,
    },
    /// The segment is not text.
    #[error(transparent)]
    Unreadable(#[from] FieldError),
}

macro_rules! dead_letter {
    ($($name:ty),*) => {
        $(impl IntoOutcome for $name {
            fn into_outcome(self) -> Outcome {
                Outcome::dead_letter(self.to_string())
            }
        })*
    };
}

dead_letter!(DocumentRejection, QueryRejection, SegmentRejection);

impl From<PayloadError> for DocumentRejection {
    fn from(cause: PayloadError) -> Self {
        Self::Unexpected(cause)
    }
}
