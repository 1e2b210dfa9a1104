//! Mistakes in an event enum, and what the derive says of them.
#![cfg(feature = "macros")]

#[test]
fn every_mistake_is_explained_where_it_is() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
