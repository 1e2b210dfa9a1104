//! Commands on an inbox.

mod copies;
mod kit;
mod looking;
mod pausing;
mod pruning;
mod replaying;
