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

mod check;
mod coverage;
#[cfg(feature = "ed25519")]
mod ed25519;
pub(crate) mod error;
mod fingerprint;
mod freshness;
pub(crate) mod handshake;
mod key;
mod keyed_hash;
mod lookup;
mod message;
mod places;
mod prepare;
#[cfg(feature = "testing")]
pub(crate) mod sign;
pub(crate) mod source;
mod url;
pub(crate) mod verified;
pub(crate) mod verifier;

pub(crate) use error::{ConfigError, VerifyError};
pub(crate) use handshake::HandshakeResponse;
pub(crate) use source::Source;
pub(crate) use verified::{Trust, Verdict, Verified};
