//! What you need to test an endpoint: signing as any provider would.

pub use crate::verify::sign::{SignError, Signer};
