//! Rabbot, fleet management: calls that the customer composes.
//!
//! <https://helpcenter.rabbot.co>
//!
//! Rabbot has no events of its own. In an automation you choose the method, the URL, the headers
//! and the fields of the body. So these types are not facts about Rabbot but a **template**:
//! compose a call with the fields of a struct, and send it to a path that ends in the name of its
//! variant. For another call, write your own struct.
//!
//! # Setting up a call
//!
//! The help centre says that the called system gives out a token, and that a header of the
//! automation holds it. For the template, an automation that reports a paid fine has these
//! settings:
//!
//! | setting | value |
//! |---|---|
//! | method | `POST` |
//! | URL | `https://hooks.example.com/rabbot/fines` |
//! | header `Authorization` | `Bearer ` and the token |
//! | header `Content-Type` | `application/json` |
//! | body | the fields of [`FinePaid`], as `{"fine": {"number": …}, "vehicle": {"plate": …}}` |
//!
//! Photos of a checklist are not in the template. Rabbot's user may add them, and nothing is
//! published about their size, so raise the limit of the body before you do.
//!
//! # Answering a question
//!
//! An automation may also *ask* by `GET`, and take your answer into its own records. That is not an
//! event: answer it in the `GET` handler of the same path. The form of such an answer is not
//! published. [`CurrentDriver`] has what the help centre's example needs: the driver of a car.
//!
//! ```
//! use hookport::event_types::rabbot::{CurrentDriver, Driver};
//!
//! // An axum handler returns `Json(answer)`.
//! let answer = CurrentDriver {
//!     plate: "ABC1D23".to_owned(),
//!     driver: Some(Driver { name: Some("Joao Lima".to_owned()), email: None }),
//! };
//!
//! assert_eq!(
//!     serde_json::to_string(&answer)?,
//!     r#"{"plate":"ABC1D23","driver":{"name":"Joao Lima"}}"#,
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```

mod calls;
mod driver;
mod parts;

pub use calls::{ChecklistFinished, FinePaid, OdometerUpdated, VehiclePosition};
pub use driver::{CurrentDriver, Driver};
pub use parts::{Fine, Position, Vehicle};

use crate::{Unknown, WebhookEvent};

/// Calls composed after the examples of the help centre: the name in the last segment of the path.
///
/// You choose the paths and the bodies yourself, so all of this is inferred. A call to a path that
/// no variant names is [`Other`](Self::Other), with its body. Where the called URL has a header of
/// another name for the token, say so once:
///
/// ```
/// use hookport::{EventRouter, event_types::rabbot::{FinePaid, RabbotEvent}, providers};
/// use hookport::scheme::Token;
///
/// async fn on_fine(paid: FinePaid) {
///     println!("{:?}", paid.fine.and_then(|fine| fine.number));
/// }
///
/// let sender = providers::RABBOT.token_in(Token::header("x-api-key"));
/// let endpoint = EventRouter::new(sender.secret("made-up"))
///     .on(RabbotEvent::FINE_PAID, on_fine)
///     .ignore_rest()
///     .with_state(());
/// # drop(endpoint);
/// ```
#[derive(Debug, WebhookEvent)]
#[non_exhaustive]
pub enum RabbotEvent {
    /// A checklist was finished.
    #[event("checklists")]
    ChecklistFinished(ChecklistFinished),
    /// A fine was paid.
    #[event("fines")]
    FinePaid(FinePaid),
    /// A vehicle drove on.
    #[event("odometer")]
    OdometerUpdated(OdometerUpdated),
    /// A vehicle sent its position.
    #[event("positions")]
    VehiclePosition(VehiclePosition),
    /// A call to another path, with its body.
    #[event(other)]
    Other(Unknown),
}
