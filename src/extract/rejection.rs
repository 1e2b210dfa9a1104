//! Why something that a handler asks for is not there.

use crate::{IntoOutcome, Outcome};

macro_rules! missing {
    ($(#[$doc:meta])* $name:ident, $message:literal) => {
        $(#[$doc])*
        ///
        /// The delivery is set aside: the sender would send the same again.
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
