//! Verification: proves that a delivery is from its sender, unchanged and recent.
//!
//! Everything here is a pure function of method, URL, headers, raw body, secrets and the time. It
//! does no I/O, never reads a clock and knows no HTTP framework beyond the `http` types, so it runs
//! anywhere: behind a server, in a lambda, on messages from a queue.
//!
//! A [`Provider`](crate::Provider) says how a sender proves itself, a [`Source`] adds
//! the secrets and settings of one account, and a [`Verifier`](crate::Verifier) is that, checked
//! and with its keys prepared.
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//! use hookport::{RawRequest, Secret, Trust, Verdict, providers};
//!
//! let verifier = providers::GITHUB.secret(Secret::new("made-up")).verifier()?;
//! let (body, now) = ("{}".into(), UNIX_EPOCH + Duration::from_secs(1_700_000_000));
//! let mut headers = http::HeaderMap::new();
//! headers.insert("x-hub-signature-256", "sha256=3c5c2dcf4b2bbd5d44ab4d7a8f4b4ad5".parse()?);
//! let forged = RawRequest {
//!     method: &http::Method::POST,
//!     uri: &"/github".parse()?,
//!     headers: &headers,
//!     body: &body,
//! };
//!
//! assert_eq!(verifier.verify(&forged, now).unwrap_err().reason(), "malformed_value");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The cost of a refusal
//!
//! A request that is not proved yet costs:
//!
//! * one pass over its head;
//! * one hash of its message, which usually is its body, for each configured secret. A sender that signs
//!   its URL may write it in two ways (Twilio: with and without the port; any sender: a bare origin
//!   with and without its `/`), and each of them takes a hash of its own. The same is true of each
//!   signature in a request that was signed with a private key (Ed25519, RSA, ECDSA), and of each HTTP message
//!   signature: at most four are tried, and each costs 15 to 60 µs of a processor beside the hash;
//! * one pass over its body for each value of the scheme that lies in the body, and for its checksum. No
//!   built-in provider has one.
//!
//! A token costs no look at the body. A body whose hash is signed in its place (Twilio's
//! `bodySHA256`) is hashed after the signature was found to match. At most 16 other signatures, 4096
//! bytes of a header that holds a list, and 1,000 fields of a form that is signed field by field are
//! read: a request with more is refused. A body is copied once at most, where its fields are sorted or
//! a signature by a private key is over more than the body.

mod answer;
mod borders;
mod brought_secret;
mod candidates;
mod challenge;
mod check;
pub(crate) mod config_error;
#[cfg(test)]
mod cost;
mod coverage;
mod crc32;
mod effects;
mod encryption;
pub(crate) mod error;
mod escaped_path;
mod expected;
mod fetched;
mod fingerprint;
mod freshness;
mod handshake;
mod head;
mod http_signature;
mod json_string;
mod jwt;
mod key;
mod keyed_hash;
mod listed_headers;
mod lookup;
mod message;
mod opened;
pub(crate) mod places;
mod prepare;
#[cfg(feature = "ed25519")]
pub(crate) mod public_key;
mod reply_signer;
pub(crate) mod response;
mod secret_keys;
mod settings;
#[cfg(feature = "testing")]
pub(crate) mod sign;
#[cfg(feature = "inbox")]
mod signed_run;
mod sorted_form;
pub(crate) mod source;
#[cfg(feature = "destinations")]
mod standard_signer;
mod timestamp_text;
mod url;
mod url_and_fields;
pub(crate) mod verified;
pub(crate) mod verifier;

pub(crate) use config_error::ConfigError;
pub(crate) use error::VerifyError;
pub use fetched::FetchedError;
#[cfg(feature = "receive")]
pub(crate) use opened::Opened;
#[cfg(feature = "serve")]
pub(crate) use prepare::hashes_token;
#[cfg(feature = "receive")]
pub(crate) use reply_signer::ReplySigner;
pub(crate) use response::HandshakeResponse;
pub(crate) use source::Source;
#[cfg(feature = "destinations")]
pub(crate) use standard_signer::StandardSigner;
#[cfg(feature = "serve")]
pub(crate) use url::is_public_url;
pub(crate) use verified::{Verdict, Verified};
