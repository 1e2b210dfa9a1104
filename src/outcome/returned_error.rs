//! Errors that a handler may return.

use super::Outcome;

/// An error that a handler may return. All that become an [`Outcome`] are.
/// ```
/// use hookport::IntoOutcome;
///
/// fn may_be_returned(_: impl IntoOutcome) {}
///
/// may_be_returned(Err::<(), _>(std::io::Error::other("the disk is full")));
/// may_be_returned(Err::<(), _>("a text"));
/// ```
///
/// ```compile_fail
/// use hookport::IntoOutcome;
///
/// fn may_be_returned(_: impl IntoOutcome) {}
///
/// #[derive(Debug)]
/// struct NoStock;
///
/// may_be_returned(Err::<(), _>(NoStock)); // a handler cannot return the error `NoStock`
/// ```
#[diagnostic::on_unimplemented(
    message = "a handler cannot return the error `{Self}`",
    label = "not an error",
    note = "implement `std::error::Error` for it, for example with `#[derive(thiserror::Error)]`; or write `impl From<{Self}> for hookport::Outcome`"
)]
#[expect(unnameable_types, reason = "sealed: users meet it in messages of the compiler only")]
pub trait ReturnedError: Into<Outcome> {}

#[diagnostic::do_not_recommend]
impl<E: Into<Outcome>> ReturnedError for E {}
