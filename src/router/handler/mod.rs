//! A user's function, as a trait.

mod arguments;
mod function;

use self::{
    arguments::{Arguments, Extractors},
    function::{Asynchronous, Function},
};
use crate::{Delivery, Handled, IntoOutcome, extract::Needs};

/// A function that handles payloads of type `P`: `async fn(payload, extractors…) -> outcome`.
///
/// Every function or closure is a handler whose first argument is the payload (`()` for a unit
/// variant), whose up to twelve other arguments are extractors
/// ([`FromDelivery`](crate::extract::FromDelivery)), and which returns something that is
/// [`IntoOutcome`]. A handler knows nothing about HTTP, so that the same function also runs from
/// the inbox. `T` is the tuple of all arguments, `S` the state of the router.
///
/// The future of a handler is dropped half-way if the sender closes its connection, as in axum.
/// Work that must not be cut short belongs into a task of its own, or into the inbox.
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
/// # What is no handler
///
/// | the function | what the compiler says | what to write |
/// |---|---|---|
/// | `async fn on_paid(delivery: Delivery, order: Order)` | the first argument of this handler has to be the payload | the payload first |
/// | `async fn on_paid()` | is not a handler | the payload, or `_: ()` for a variant that holds nothing |
/// | `async fn on_paid(order: &Order)` | expected due to this: `fn(Order) -> _` | `order: Order`: it is yours |
/// | `async fn on_paid(order: Order, pool: Pool)` | `Pool` is not an extractor | `State(pool): State<Pool>` |
/// | `async fn on_paid(order: Order, Json(line): Json<Line>)` | `Json<Line>` is not an extractor | [`At<Line>`](crate::extract::At) or [`Envelope`](crate::extract::Envelope): the body is read already |
/// | `fn on_paid(order: Order)` | a handler is `async` | `async fn` |
/// | `async fn on_paid(order: Order) -> u64` | a handler cannot return `u64` | nothing, a `Reply`, an `Outcome`, or a `Result` of these |
/// | `async fn on_paid(order: Order) -> Result<(), NoStock>` | a handler cannot return the error `NoStock` | `#[derive(thiserror::Error)]`, or `impl From<NoStock> for Outcome` |
/// | holds an `Rc` across an `await` | future cannot be sent between threads safely | an `Arc`, or drop it before |
///
/// The attribute [`#[hookport::handler]`](macro@crate::handler) shows the same at the argument that is
/// wrong.
///
/// # By hand
///
/// A type of yours can be a handler too, where a function is too little: for instance one for every
/// payload, with the needs of none.
///
/// ```
/// use hookport::{Delivery, Handled, Outcome, router::Handler};
///
/// /// Makes a dead letter of every delivery: for an event that somebody has to look at.
/// struct ForAPerson(&'static str);
///
/// impl<P: Send + 'static, S: Sync> Handler<P, (), S> for ForAPerson {
///     async fn call(&self, _: P, _: &Delivery, _: &S) -> Handled {
///         Outcome::dead_letter(self.0).into()
///     }
/// }
///
/// fn takes_orders<T>(_: impl Handler<String, T, ()>) {}
///
/// takes_orders(ForAPerson("a dispute"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "not a handler",
    note = "a handler is an `async fn`: its first argument is the payload (`()` for a variant without one), the up to twelve others are extractors",
    note = "an `async` closure that uses a captured variable is no handler: write `move |payload| {{ let pool = pool.clone(); async move {{ … }} }}`"
)]
pub trait Handler<P, T, S>: Send + Sync + 'static {
    /// `true` if the handler may reply: see [`IntoOutcome::REPLIES`].
    const REPLIES: bool = false;

    /// Returns the needs of the extractors. The default is nothing.
    fn needs() -> Needs {
        Needs::nothing()
    }

    /// Runs the function, after the extractors.
    fn call(
        &self,
        payload: P,
        delivery: &Delivery,
        state: &S,
    ) -> impl Future<Output = Handled> + Send;
}

// Each bound is a trait of its own, and there is one implementation for all handlers: so the
// compiler names the bound that fails, and with it the argument or the return type that is wrong.
impl<F, P, T, S> Handler<P, T, S> for F
where
    F: Function<T> + Send + Sync + 'static,
    F::Returned: Asynchronous + Send,
    <F::Returned as Future>::Output: IntoOutcome,
    T: Arguments<P>,
    T::Extractors: Extractors<S>,
    P: Send,
    S: Sync,
{
    const REPLIES: bool =
        <<F::Returned as Future>::Output as IntoOutcome>::REPLIES || T::Extractors::REPLIES;

    fn needs() -> Needs {
        T::Extractors::needs()
    }

    async fn call(&self, payload: P, delivery: &Delivery, state: &S) -> Handled {
        match T::Extractors::extract(delivery, state).await {
            Ok(extractors) => self.apply(T::new(payload, extractors)).await.into_handled(),
            Err(rejected) => rejected,
        }
    }
}

/// Calls `$one` for each number of extractors that a handler can have.
macro_rules! for_each_number_of_extractors {
    ($one:ident) => {
        $one!();
        $one!(T1);
        $one!(T1, T2);
        $one!(T1, T2, T3);
        $one!(T1, T2, T3, T4);
        $one!(T1, T2, T3, T4, T5);
        $one!(T1, T2, T3, T4, T5, T6);
        $one!(T1, T2, T3, T4, T5, T6, T7);
        $one!(T1, T2, T3, T4, T5, T6, T7, T8);
        $one!(T1, T2, T3, T4, T5, T6, T7, T8, T9);
        $one!(T1, T2, T3, T4, T5, T6, T7, T8, T9, T10);
        $one!(T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11);
        $one!(T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12);
    };
}

use for_each_number_of_extractors;
