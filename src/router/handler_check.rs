//! The bounds that [`#[handler]`](macro@crate::handler) checks, one function for each.
//!
//! They are public for the code of that macro only, and are never called at run time.

use std::marker::PhantomData;

use super::Handler;
use crate::{
    IntoOutcome,
    extract::{FromDelivery, FromRef},
    outcome::ReturnedError,
};

/// Requires an extractor.
pub fn extractor<X: Extractor<S> + Send, S>() {}

/// Requires a part of the state.
pub fn part_of_state<T: PartOf<S> + Send, S>() {}

/// Requires a value that a handler may return.
pub fn outcome<T: IntoOutcome>() {}

/// Requires an error that a handler may return.
pub fn error<E: ReturnedError>() {}

/// Requires the future of an `async fn`.
pub fn future<F: Future + Send>(_: F) {}

/// Requires a handler.
pub fn handler<P, T, S>(_: impl Handler<P, T, S>) {}

/// Returns a value of any type, in code that is never run.
pub fn argument<T>() -> T {
    unreachable!("checks are not run")
}

/// An extractor for handlers with the state `S`.
/// ```
/// use hookport::{Delivery, router::handler_check};
///
/// handler_check::extractor::<Delivery, ()>();
/// handler_check::extractor::<Option<hookport::extract::EventName>, ()>();
/// ```
///
/// ```compile_fail
/// use hookport::router::handler_check;
///
/// handler_check::extractor::<String, ()>(); // `String` is not an extractor
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor for handlers with the state `{S}`",
    label = "not an extractor",
    note = "the first argument of a handler is the payload, all others are extractors: see `hookport::extract`",
    note = "a part of the state is given as an argument `State(part): State<Part>`",
    note = "of axum's extractors only `State` and `Query` work here, since a handler also runs without a request",
    note = "if the router has another state than `{S}`, write `#[hookport::handler(state = App)]`"
)]
pub trait Extractor<S> {}

#[diagnostic::do_not_recommend]
impl<X: FromDelivery<S>, S> Extractor<S> for X {}

/// A part of the state `S`.
/// ```
/// use hookport::{extract::FromRef, router::handler_check};
///
/// struct Pool;
/// struct App;
///
/// impl FromRef<App> for Pool {
///     fn from_ref(_: &App) -> Self {
///         Self
///     }
/// }
///
/// handler_check::part_of_state::<Pool, App>();
/// ```
///
/// ```compile_fail
/// use hookport::router::handler_check;
///
/// struct Pool;
/// struct App;
///
/// handler_check::part_of_state::<Pool, App>(); // `Pool` is not a part of the state `App`
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a part of the state `{S}`",
    label = "not a part of `{S}`",
    note = "write `impl FromRef<{S}> for {Self}`",
    note = "if the router has another state than `{S}`, write `#[hookport::handler(state = App)]`"
)]
pub trait PartOf<S> {}

#[diagnostic::do_not_recommend]
impl<T: FromRef<S>, S> PartOf<S> for T {}

/// The type of an argument, and the state.
/// ```
/// use hookport::{Delivery, router::handler_check::{Argument, NoExtractor as _}};
///
/// assert!(Argument::<Delivery, ()>::IS_EXTRACTOR);
/// assert!(!Argument::<String, ()>::IS_EXTRACTOR);
/// ```
#[derive(Debug)]
pub struct Argument<T, S>(PhantomData<(T, S)>);

impl<T: FromDelivery<S>, S> Argument<T, S> {
    /// `true`, since the type is an extractor.
    pub const IS_EXTRACTOR: bool = true;
}

/// The same constant for all other types. The compiler prefers the one above if it exists.
/// ```
/// use hookport::router::handler_check::{Argument, NoExtractor};
///
/// // Without the trait in scope, an argument that is no extractor has no such constant.
/// assert!(!<Argument<u64, ()> as NoExtractor>::IS_EXTRACTOR);
/// ```
pub trait NoExtractor {
    /// `false`, since the type is not an extractor.
    const IS_EXTRACTOR: bool = false;
}

impl<T, S> NoExtractor for Argument<T, S> {}
