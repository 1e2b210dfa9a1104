//! Senders that sign the body alone, in hex, by name.

mod a_to_k;
mod l_to_z;

pub use a_to_k::*;
pub use l_to_z::*;
