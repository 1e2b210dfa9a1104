//! Senders that sign the body alone, in hex, by name.

mod a_to_k;
mod by_note;
mod l_to_r;
mod open_docs;
mod s_to_z;

pub use a_to_k::*;
pub use by_note::*;
pub use l_to_r::*;
pub use open_docs::*;
pub use s_to_z::*;
