//! hookport receives webhooks: it proves who sent a delivery, decodes it into your own enum, and
//! runs your function for it.


mod request;
mod secret;

pub mod verify;

pub mod providers;

pub mod event;

pub mod http_file;

#[cfg(feature = "testing")]
pub mod testing;

pub use event::{ExactNumber, Kind, Unknown, WebhookEvent};
pub use request::{Received, Value, ValueError};
pub use secret::{Secret, SecretError};
pub use verify::{Answer, ConfigError, Source, Trust, Verdict, Verified, Verifier, VerifyError};
