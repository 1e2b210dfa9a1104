//! What tests of several topics share.

mod panics;

pub(crate) use panics::panic_of;
