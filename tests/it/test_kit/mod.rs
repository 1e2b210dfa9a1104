//! `TestReceiver`: an inbox that runs until it is idle, with a clock that is moved by hand.

mod assertions;
mod clock;
mod kit;
mod runs;
#[cfg(feature = "sqlite")]
mod sqlite;
