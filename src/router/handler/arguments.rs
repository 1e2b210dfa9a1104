//! The arguments of a handler: the payload, and what is extracted from the delivery.

use super::for_each_number_of_extractors;
use crate::{
    Delivery, Handled, IntoOutcome,
    extract::{FromDelivery, Needs},
};

/// The tuple of all arguments of a handler of `P`.
/// The payload comes first, and every type can be one that the variant holds:
///
/// ```
/// # use hookport::{Delivery, router::Handler};
/// # fn takes_orders<T>(_: impl Handler<Order, T, ()>) {}
/// # struct Order;
/// async fn on_paid(order: Order, delivery: Delivery) {}
///
/// takes_orders(on_paid);
/// ```
///
/// ```compile_fail
/// # use hookport::{Delivery, router::Handler};
/// # fn takes_orders<T>(_: impl Handler<Order, T, ()>) {}
/// # struct Order;
/// async fn on_paid(delivery: Delivery, order: Order) {}
///
/// takes_orders(on_paid); // the first argument of this handler has to be the payload `Order`
/// ```
#[diagnostic::on_unimplemented(
    message = "the first argument of this handler has to be the payload `{P}`",
    label = "takes `{Self}`"
)]
#[expect(unnameable_types, reason = "sealed: users meet it in messages of the compiler only")]
pub trait Arguments<P> {
    /// The tuple of all arguments but the first.
    type Extractors;

    /// Puts the payload before the others.
    fn new(payload: P, extractors: Self::Extractors) -> Self;
}

/// The tuple of the arguments that are extracted from a delivery.
/// All arguments behind the payload are extractors, up to twelve of them:
///
/// ```
/// # use hookport::{Delivery, Trust, extract::State, router::Handler};
/// # fn is_handler<T>(_: impl Handler<(), T, Pool>) {}
/// #[derive(Clone)]
/// struct Pool;
///
/// async fn on_ping(_: (), State(pool): State<Pool>, trust: Trust, delivery: Option<Delivery>) {}
///
/// is_handler(on_ping);
/// ```
///
/// ```compile_fail
/// # use hookport::router::Handler;
/// # fn is_handler<T>(_: impl Handler<(), T, Pool>) {}
/// #[derive(Clone)]
/// struct Pool;
///
/// async fn on_ping(_: (), pool: Pool) {}
///
/// is_handler(on_ping); // `Pool` is not an extractor: write `State(pool): State<Pool>`
/// ```
#[expect(unnameable_types, reason = "sealed: users meet it in messages of the compiler only")]
pub trait Extractors<S>: Sized + Send {
    /// `true` if a rejection may hold a reply.
    const REPLIES: bool;

    /// Returns the needs of all extractors together.
    fn needs() -> Needs;

    /// Extracts one value after the other, up to the first rejection.
    fn extract(
        delivery: &Delivery,
        state: &S,
    ) -> impl Future<Output = Result<Self, Handled>> + Send;
}

macro_rules! arguments {
    ($($T:ident),*) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case, reason = "the names of the types serve as those of the values")]
        impl<P, $($T,)*> Arguments<P> for (P, $($T,)*) {
            type Extractors = ($($T,)*);

            fn new(payload: P, ($($T,)*): Self::Extractors) -> Self {
                (payload, $($T,)*)
            }
        }

        #[allow(non_snake_case, unused_variables, reason = "one macro for none to twelve")]
        impl<S: Sync, $($T: FromDelivery<S> + Send,)*> Extractors<S> for ($($T,)*) {
            const REPLIES: bool = false $(|| <$T::Rejection as IntoOutcome>::REPLIES)*;

            fn needs() -> Needs {
                Needs::nothing()$(.and($T::needs()))*
            }

            async fn extract(delivery: &Delivery, state: &S) -> Result<Self, Handled> {
                $(let $T = match $T::from_delivery(delivery, state).await {
                    Ok(value) => value,
                    Err(rejection) => return Err(rejection.into_handled()),
                };)*
                Ok(($($T,)*))
            }
        }
    };
}

for_each_number_of_extractors!(arguments);
