//! Rejections: the errors of the extractors.
//!
//! Each rejection makes a dead letter of the delivery, since a retry of the sender would have the
//! same content.

use crate::{Field, FieldError, IntoOutcome, Outcome, event::PayloadError};

macro_rules! missing {
    ($(#[$doc:meta])* $name:ident, $message:literal) => {
        $(#[$doc])*
        ///
        /// The delivery becomes a dead letter, since a retry would have the same content.
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
    /// The rejection of a delivery without an event name.
    MissingEventName, "delivery has no event name"
}

missing! {
    /// The rejection of a delivery without an id.
    MissingDeliveryId, "delivery has no id"
}

missing! {
    /// The rejection of a delivery without a tenant.
    MissingTenant, "delivery has no tenant"
}

#[cfg(feature = "inbox")]
missing! {
    /// The rejection of a delivery that is in no inbox. A handler that runs from an inbox does not see it.
    MissingEntryId, "delivery is in no inbox"
}

/// The rejection of a delivery whose document does not have the requested value.
///
/// The delivery becomes a dead letter, since a retry would have the same content. No message holds
/// a value.
///
/// A handler that asks for a `Result` gets the rejection instead:
///
/// ```
/// use hookport::extract::{DocumentRejection, Envelope};
///
/// #[derive(serde::Deserialize)]
/// struct Stripe {
///     livemode: bool,
/// }
///
/// async fn on_paid(
///     intent: serde_json::Value,
///     envelope: Result<Envelope<Stripe>, DocumentRejection>,
/// ) {
///     match envelope {
///         Ok(Envelope(event)) => println!("{intent}, live: {}", event.livemode),
///         Err(rejection) => println!("{intent}, but {rejection}"),
///     }
/// }
/// # drop(on_paid);
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentRejection {
    /// The document has no value at the JSON pointer.
    #[error("document has no value at JSON pointer `{pointer}`")]
    Missing {
        /// The pointer.
        pointer: &'static str,
    },
    /// The value is not of the requested type.
    #[error("document is unexpected: {0}")]
    Unexpected(PayloadError),
    /// The body has no document that can be read.
    #[error(transparent)]
    Unreadable(#[from] FieldError),
}

/// The rejection of a delivery whose query is not of the requested type.
///
/// The delivery becomes a dead letter, since a retry would have the same content. No message holds
/// a value.
/// A handler that asks for a `Result` gets the rejection instead:
///
/// ```
/// use hookport::extract::{Query, QueryRejection};
///
/// #[derive(serde::Deserialize)]
/// struct Parameters {
///     tenant: u32,
/// }
///
/// async fn on_paid(order: serde_json::Value, query: Result<Query<Parameters>, QueryRejection>) {
///     let tenant = match query {
///         Ok(Query(parameters)) => parameters.tenant,
///         Err(rejection) => {
///             eprintln!("{rejection}"); // names the parameter and the type, never a value
///             0
///         }
///     };
///     println!("{order} of tenant {tenant}");
/// }
/// # drop(on_paid);
/// ```
#[derive(Debug, thiserror::Error)]
#[error("query is unexpected: {0}")]
pub struct QueryRejection(pub(super) PayloadError);

/// The rejection of a delivery whose path does not have the requested segment.
///
/// The delivery becomes a dead letter, since a retry would have the same content. No message holds
/// the path.
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, WebhookEvent, extract::{Segment, SegmentRejection}, providers,
///     testing::{Signer, deliver},
/// };
///
/// #[derive(WebhookEvent)]
/// enum Push {
///     #[event("push")]
///     Pushed(serde_json::Value),
/// }
///
/// /// Old webhooks have no tenant in their URL.
/// async fn on_push(_: serde_json::Value, tenant: Result<Segment<0, u32>, SegmentRejection>) {
///     match tenant {
///         Ok(Segment(tenant)) => assert_eq!(tenant, 7),
///         Err(SegmentRejection::Unexpected { at }) => println!("{at} is no number"),
///         Err(rejection) => println!("{rejection}"),
///     }
/// }
///
/// let endpoint = EventRouter::new(providers::GITHUB.secret("made-up"))
///     .on(Push::PUSHED, on_push)
///     .with_state(());
///
/// for url in ["http://localhost/github/7", "http://localhost/github"] {
///     let push = Signer::new(providers::GITHUB, "made-up").url(url).event("push").sign("{}")?;
///     assert_eq!(deliver(&endpoint, push).await.status(), 200);
/// }
/// assert_eq!(endpoint.counts().handled, 2);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SegmentRejection {
    /// The path has no such segment.
    #[error("{at} is missing")]
    Missing {
        /// The place of the segment.
        at: Field,
    },
    /// The segment is not of the requested type.
    #[error("{at} is not of the expected type")]
    Unexpected {
        /// The place of the segment.
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
