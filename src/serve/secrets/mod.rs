//! The secrets of a configuration, read from where the file says that they are.

mod command;
mod file;
mod text;
mod values;

pub(super) use values::{Found, Openness, Values};
