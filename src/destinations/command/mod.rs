//! Commands that get deliveries.

mod group;
mod output;
mod program;
mod settings;

pub use self::{
    program::Command,
    settings::{CommandError, RunCommand},
};
