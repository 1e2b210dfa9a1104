//! Senders that are a few lines each, one file for each way of proof.
//!
//! A sender that needs an endpoint as its example, or a handshake, has a file of its own beside this folder.

mod body_in_base64;
mod body_in_hex;
mod http_dates;
mod lists;
mod made_keys;
mod standard_webhooks;
mod time_and_body;
mod tokens;

pub use body_in_base64::*;
pub use body_in_hex::*;
pub use http_dates::*;
pub use lists::*;
pub use made_keys::*;
pub use standard_webhooks::*;
pub use time_and_body::*;
pub use tokens::*;
