//! Commands on an inbox.

mod configured;
mod copies;
mod database;
mod kit;
mod looking;
mod pausing;
mod pruning;
mod replaying;
