//! Servers to which deliveries are forwarded.

mod answer;
mod circuit;
mod client;
mod error;
mod pace;
mod request;
mod retry_after;
mod sender;
mod settings;
mod shown_url;
mod statuses;

pub use self::{error::ForwardError, sender::Forward, settings::ForwardTo};
