//! Functions and closures, by the tuple of their arguments.

use super::for_each_number_of_extractors;

/// A function that takes the arguments `A`, one after the other.
/// A function without an argument is none, since the payload is always given: `()` for a variant that
/// holds nothing. Neither is an `async` closure that uses a variable of its surroundings.
///
/// ```
/// # use hookport::router::Handler;
/// # fn is_handler<T>(_: impl Handler<(), T, ()>) {}
/// let count = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
/// async fn on_ping(_: ()) {}
///
/// is_handler(on_ping);
/// is_handler(move |(): ()| {
///     let count = count.clone();
///     async move {
///         count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///     }
/// });
/// ```
///
/// ```compile_fail
/// # use hookport::router::Handler;
/// # fn is_handler<T>(_: impl Handler<(), T, ()>) {}
/// async fn on_ping() {}
///
/// is_handler(on_ping); // `on_ping` is not a handler
/// ```
#[expect(unnameable_types, reason = "sealed: users meet it in messages of the compiler only")]
pub trait Function<A> {
    /// The type behind `->`; the future, if the function is `async`.
    type Returned;

    /// Calls the function.
    fn apply(&self, arguments: A) -> Self::Returned;
}

macro_rules! function {
    ($($T:ident),*) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case, reason = "the names of the types serve as those of the values")]
        impl<F, R, P, $($T,)*> Function<(P, $($T,)*)> for F
        where
            F: Fn(P, $($T,)*) -> R,
        {
            type Returned = R;

            fn apply(&self, (payload, $($T,)*): (P, $($T,)*)) -> R {
                self(payload, $($T,)*)
            }
        }
    };
}

for_each_number_of_extractors!(function);

/// A value that an `async` function returns: a future.
/// ```compile_fail
/// # use hookport::router::Handler;
/// # fn is_handler<T>(_: impl Handler<(), T, ()>) {}
/// fn on_ping(_: ()) {}
///
/// is_handler(on_ping); // a handler is `async`
/// ```
///
/// A function that is not `async` is a handler if it returns a future:
///
/// ```
/// # use hookport::router::Handler;
/// # fn is_handler<T>(_: impl Handler<(), T, ()>) {}
/// fn on_ping(_: ()) -> std::future::Ready<()> {
///     std::future::ready(())
/// }
///
/// is_handler(on_ping);
/// ```
#[diagnostic::on_unimplemented(
    message = "a handler is `async`, but this function returns `{Self}`, which is not a future",
    label = "not an `async` function",
    note = "write `async fn`"
)]
#[expect(unnameable_types, reason = "sealed: users meet it in messages of the compiler only")]
pub trait Asynchronous: Future {}

#[diagnostic::do_not_recommend]
impl<F: Future> Asynchronous for F {}
