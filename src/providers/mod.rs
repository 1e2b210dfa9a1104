//! Facts about senders: constants, no control flow.
//!
//! Each constant links the page that its facts are from. Facts that are not published are unknown.
//!
//! ```
//! use hookport::providers;
//!
//! assert_eq!(providers::find("stripe"), Some(&providers::STRIPE));
//! assert_eq!(providers::STRIPE.name(), "stripe");
//! ```

use crate::Provider;

mod cargoson;
mod cassa_in_cloud;
mod discord;
mod github;
mod gitlab;
mod meta;
mod rabbot;
mod routal;
mod shopify;
mod slack;
mod square;
mod standard_webhooks;
mod stripe;
mod svix;
mod telegram;
mod twilio;
mod twitch;
mod xero;
mod zonos;
mod zoom;

pub use cargoson::CARGOSON;
pub use cassa_in_cloud::CASSA_IN_CLOUD;
pub use discord::DISCORD;
pub use github::GITHUB;
pub use gitlab::GITLAB;
pub use meta::META;
pub use rabbot::RABBOT;
pub use routal::ROUTAL;
pub use shopify::{SHOPIFY, SHOPIFY_EVENTS};
pub use slack::SLACK;
pub use square::SQUARE;
pub use standard_webhooks::STANDARD_WEBHOOKS;
pub use stripe::STRIPE;
pub use svix::SVIX;
pub use telegram::TELEGRAM;
pub use twilio::{TWILIO, TWILIO_SHARED_KEY};
pub use twitch::TWITCH;
pub use xero::XERO;
pub use zonos::ZONOS;
pub use zoom::ZOOM;

/// All built-in providers, by name.
pub const ALL: &[Provider] = &[
    CARGOSON,
    CASSA_IN_CLOUD,
    DISCORD,
    GITHUB,
    GITLAB,
    META,
    RABBOT,
    ROUTAL,
    SHOPIFY,
    SHOPIFY_EVENTS,
    SLACK,
    SQUARE,
    STANDARD_WEBHOOKS,
    STRIPE,
    SVIX,
    TELEGRAM,
    TWILIO,
    TWILIO_SHARED_KEY,
    TWITCH,
    XERO,
    ZONOS,
    ZOOM,
];

/// Returns the built-in provider with this name, in kebab-case.
pub fn find(name: &str) -> Option<&'static Provider> {
    ALL.iter().find(|provider| provider.name() == name)
}
