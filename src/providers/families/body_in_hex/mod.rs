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

use crate::{
    Field,
    scheme::{Answer, AnswerValue, BroughtSecret},
};

const HOOK_SECRET: Field = Field::Header("x-hook-secret");

/// The secret in `X-Hook-Secret`, which the answer repeats.
const HOOK_SECRET_EXCHANGE: BroughtSecret = BroughtSecret::new(
    HOOK_SECRET,
    &[],
    Answer::empty().with_headers(&[("x-hook-secret", AnswerValue::Text(HOOK_SECRET))]),
);
