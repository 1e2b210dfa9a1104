//! The recipes of `hookport::cookbook` that need crates which hookport itself does not.
//!
//! The pages show these files; here they are compiled and tested.

#![expect(clippy::print_stdout, reason = "a recipe shows what happens")]

#[path = "../../../src/cookbook/actix.rs"]
pub mod actix;
#[path = "../../../src/cookbook/async_stripe.rs"]
pub mod async_stripe;
#[path = "../../../src/cookbook/diesel_async.rs"]
pub mod diesel_async;
#[path = "../../../src/cookbook/lambda.rs"]
pub mod lambda;
#[path = "../../../src/cookbook/octocrab.rs"]
pub mod octocrab;
#[expect(unreachable_pub, reason = "the derive of sea-orm makes public items of a private entity")]
#[path = "../../../src/cookbook/sea_orm.rs"]
pub mod sea_orm;

#[cfg(test)]
#[path = "../../../tests/it/kit/postgres.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod postgres;
#[cfg(test)]
mod tests;
