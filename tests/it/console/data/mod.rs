//! The data of the console, as structs.

mod actions;
mod bodies;
mod dead_letters;
mod deliveries;
mod delivery;
mod endpoints;
pub(super) mod kit;
mod quarantine;
mod secrets;
mod usage;
