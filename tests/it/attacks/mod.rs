//! The hostile suite: what a forger sends is refused by every built-in provider.
//!
//! Each test takes genuine requests, sees them accepted, spoils them in one way, and demands a typed
//! refusal. An attack that applies to many providers is a row of a table; see [`target::TARGETS`]
//! for the accounts that are attacked.

mod target;
mod tries;

mod configuration;
mod coverage;
mod credentials;
mod downgrades;
mod ed25519;
mod encodings;
mod endpoints;
mod handshakes;
mod heads;
#[cfg(feature = "public-keys")]
mod in_the_body;
mod json_web_tokens;
mod listed_headers;
mod lists;
mod methods;
mod optional_parts;
mod oracles;
mod plain_hashes;
mod probes;
mod public_keys;
#[cfg(feature = "public-keys")]
mod public_tokens;
mod replays;
mod secrecy;
mod settings;
mod several_places;
mod shifting;
#[cfg(feature = "public-keys")]
mod sns;
mod spoofing;
mod tampering;
mod timestamps;
mod tokens;
mod unproved_handshakes;
