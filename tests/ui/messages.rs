//! The compiler's messages for the mistakes that users make. A binary of its own: it calls the
//! compiler, which blocks the target folder.

#[test]
fn every_mistake_in_an_event_enum_is_explained_where_it_is() {
    trybuild::TestCases::new().compile_fail("event/*.rs");
}

#[test]
fn a_function_that_is_no_handler_is_refused_with_the_part_that_is_wrong() {
    trybuild::TestCases::new().compile_fail("on/*.rs");
}

#[test]
fn the_attribute_points_at_the_part_that_is_wrong() {
    trybuild::TestCases::new().compile_fail("handler/*.rs");
}

#[test]
fn a_template_that_cannot_be_read_does_not_compile() {
    trybuild::TestCases::new().compile_fail("scheme/*.rs");
}
