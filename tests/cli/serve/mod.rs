//! `serve`, `check` and `init`: the real binary, with real requests on loopback.

mod check;
mod database;
mod examples;
mod init;
mod keys;
mod kit;
mod mistakes;
// The page has the keys of a build with all features.
#[cfg(feature = "otlp")]
mod page;
#[cfg(unix)]
mod pausing;
mod roles;
mod serving;
