//! hookport receives webhooks: it proves who sent a delivery, decodes it into your own enum, and
//! runs your function for it.

mod request;
mod secret;

pub use request::{Received, Value};
pub use secret::{Secret, SecretError};
