//! The recipes of `hookport::cookbook` that need crates which hookport itself does not.
//!
//! The pages show these files; here they are compiled and tested.

#![expect(clippy::print_stdout, reason = "a recipe shows what happens")]

#[path = "../../../src/cookbook/actix.rs"]
pub mod actix;
#[path = "../../../src/cookbook/async_stripe.rs"]
pub mod async_stripe;
#[path = "../../../src/cookbook/lambda.rs"]
pub mod lambda;
#[path = "../../../src/cookbook/octocrab.rs"]
pub mod octocrab;

#[cfg(test)]
mod tests;
