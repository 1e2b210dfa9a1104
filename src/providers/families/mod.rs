//! Senders that are a few lines each, one file for each way of proof.
//!
//! A sender that needs an endpoint as its example has a file of its own beside this folder.

mod body_in_base64;
mod body_in_base64_o_to_z;
mod body_in_hex;
mod body_tokens;
mod by_specification;
mod certificates;
mod document_tokens;
mod ed25519_keys;
mod encrypted;
mod handshakes;
mod http_dates;
mod http_signatures;
mod in_the_body;
mod json_web_tokens;
mod key_ids;
mod key_lists;
mod labelled_hex;
mod lists;
mod made_keys;
mod more_than_the_body;
mod other_hashes;
mod plain_hashes;
mod public_keys;
mod published_tokens;
mod request_lines;
mod several_keys;
mod standard_webhooks;
mod standard_webhooks_j_to_z;
mod subscriptions;
mod time_and_body;
mod time_and_body_j_to_z;
mod time_in_a_header;
mod time_in_the_list;
mod token_handshakes;
mod tokens;
mod xml_documents;

pub use body_in_base64::*;
pub use body_in_base64_o_to_z::*;
pub use body_in_hex::*;
pub use body_tokens::*;
pub use by_specification::*;
pub use certificates::*;
pub use document_tokens::*;
pub use ed25519_keys::*;
pub use encrypted::*;
pub use handshakes::*;
pub use http_dates::*;
pub use http_signatures::*;
pub use in_the_body::*;
pub use json_web_tokens::*;
pub use key_ids::*;
pub use key_lists::*;
pub use labelled_hex::*;
pub use lists::*;
pub use made_keys::*;
pub use more_than_the_body::*;
pub use other_hashes::*;
pub use plain_hashes::*;
pub use public_keys::*;
pub use published_tokens::*;
pub use request_lines::*;
pub use several_keys::*;
pub use standard_webhooks::*;
pub use standard_webhooks_j_to_z::*;
pub use subscriptions::*;
pub use time_and_body::*;
pub use time_and_body_j_to_z::*;
pub use time_in_a_header::*;
pub use time_in_the_list::*;
pub use token_handshakes::*;
pub use tokens::*;
pub use xml_documents::*;

/// The registry of webhook.co, whose rows were checked against the senders' pages in July 2026: for senders
/// whose own page has not been opened here.
const WEBHOOK_CO: &str =
    "https://github.com/webhook-co/webhook/blob/main/packages/webhooks-spec/src/adapters/config.ts";

/// The notes of Hookdeck, which were checked against the senders' pages and partly against deliveries: for
/// senders whose own page has not been opened here.
const HOOKDECK_NOTES: &str = "https://github.com/hookdeck/webhook-skills/blob/00ad8d05f1db530909e1b96b16760b5bbc9ebe69/providers.yaml";
