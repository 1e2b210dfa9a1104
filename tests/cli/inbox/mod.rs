//! Commands on an inbox.

mod accounts;
mod configured;
mod copies;
mod copying;
mod database;
mod kit;
mod looking;
mod pausing;
mod pruning;
mod replaying;
