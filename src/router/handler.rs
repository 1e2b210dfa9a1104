//! A user's function, as a trait.

use crate::{
    Delivery, IntoOutcome, Outcome,
    extract::{FromDelivery, Needs},
};

/// A function that handles payloads of type `P`: `async fn(payload, extractors…) -> outcome`.
///
/// It is implemented for all functions and closures whose first argument is the payload (`()` for
/// a unit variant), whose up to twelve others are extractors ([`FromDelivery`]), and which return
/// something that is [`IntoOutcome`]. There is nothing about HTTP in it, so that the same function
/// runs from the inbox. `T` is the tuple of the extractors, `S` the state of the router.
///
/// A handler is dropped in the middle if the sender closes its connection, as it is in axum. What
/// must not be cut short goes into a task of its own, or into the inbox.
///
/// ```
/// use hookport::{Delivery, router::Handler, extract::State};
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     id: u64,
/// }
///
/// async fn on_order(order: Order, State(shop): State<String>, delivery: Delivery) {
///     println!("{shop}: order {} of {:?}", order.id, delivery.sent_at());
/// }
///
/// fn takes_orders<T>(_: impl Handler<Order, T, String>) {}
///
/// takes_orders(on_order);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not handle a payload of type `{P}`",
    label = "not a handler of `{P}`",
    note = "a handler is an `async fn(payload: {P}, extractors…)`, each extractor is `FromDelivery<{S}>`",
    note = "it returns `()`, an `Outcome`, or a `Result` of these, and its future is `Send`"
)]
pub trait Handler<P, T, S>: Send + Sync + 'static {
    /// Returns what the extractors cannot do without. The default is nothing.
    fn needs() -> Needs {
        Needs::nothing()
    }

    /// Runs the function, after the extractors.
    fn call(
        &self,
        payload: P,
        delivery: &Delivery,
        state: &S,
    ) -> impl Future<Output = Outcome> + Send;
}

macro_rules! handler {
    ($($T:ident),*) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case, unused_variables, reason = "one macro for none to twelve")]
        impl<F, Fut, P, S, $($T,)*> Handler<P, ($($T,)*), S> for F
        where
            F: Fn(P, $($T,)*) -> Fut + Send + Sync + 'static,
            Fut: Future<Output: IntoOutcome> + Send,
            P: Send,
            S: Sync,
            $($T: FromDelivery<S> + Send,)*
        {
            fn needs() -> Needs {
                Needs::nothing()$(.and($T::needs()))*
            }

            async fn call(&self, payload: P, delivery: &Delivery, state: &S) -> Outcome {
                $(let $T = match $T::from_delivery(delivery, state).await {
                    Ok(value) => value,
                    Err(rejection) => return rejection.into_outcome(),
                };)*
                self(payload, $($T,)*).await.into_outcome()
            }
        }
    };
}

handler!();
handler!(T1);
handler!(T1, T2);
handler!(T1, T2, T3);
handler!(T1, T2, T3, T4);
handler!(T1, T2, T3, T4, T5);
handler!(T1, T2, T3, T4, T5, T6);
handler!(T1, T2, T3, T4, T5, T6, T7);
handler!(T1, T2, T3, T4, T5, T6, T7, T8);
handler!(T1, T2, T3, T4, T5, T6, T7, T8, T9);
handler!(T1, T2, T3, T4, T5, T6, T7, T8, T9, T10);
handler!(T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11);
handler!(T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12);
