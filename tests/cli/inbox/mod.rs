//! Commands on an inbox.

mod copies;
mod kit;
mod pausing;
mod pruning;
mod replaying;
