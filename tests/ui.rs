//! Mistakes in an event enum, and what the derive says of them. A binary of its own: it calls the
//! compiler, which blocks the target folder.
#![cfg(feature = "macros")]

#[test]
fn every_mistake_is_explained_where_it_is() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
