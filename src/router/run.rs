//! Handlers of any type, with their state.

use std::{any::type_name, future::ready, marker::PhantomData, pin::Pin, sync::Arc};

use super::Handler;
use crate::{Delivery, Handled, Outcome, extract::Needs};

/// A future of any type.
pub(super) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A handler with its state.
pub(crate) trait Run<E>: Send + Sync {
    /// Returns the path of the handler's function.
    fn name(&self) -> &'static str;

    /// Returns the needs of the handler's extractors.
    fn needs(&self) -> Needs;

    fn run(self: Arc<Self>, event: E, delivery: Delivery) -> BoxFuture<Handled>;
}

/// A handler, the function that takes its payload out of an event, and its state.
pub(super) struct Bound<H, P, K, T, S> {
    handler: H,
    take: K,
    state: S,
    arguments: PhantomData<fn(P, T)>,
}

impl<H, P, K, T, S> Bound<H, P, K, T, S> {
    pub(super) const fn new(handler: H, take: K, state: S) -> Self {
        Self { handler, take, state, arguments: PhantomData }
    }
}

impl<E, H, P, K, T, S> Run<E> for Bound<H, P, K, T, S>
where
    E: Send + 'static,
    H: Handler<P, T, S>,
    P: Send + 'static,
    K: Fn(E) -> Option<P> + Send + Sync + 'static,
    T: 'static,
    S: Send + Sync + 'static,
{
    fn name(&self) -> &'static str {
        type_name::<H>()
    }

    fn needs(&self) -> Needs {
        H::needs()
    }

    fn run(self: Arc<Self>, event: E, delivery: Delivery) -> BoxFuture<Handled> {
        match (self.take)(event) {
            Some(payload) => {
                Box::pin(async move { self.handler.call(payload, &delivery, &self.state).await })
            }
            None => {
                Box::pin(ready(Outcome::dead_letter("the `EventKey` is of another variant").into()))
            }
        }
    }
}
