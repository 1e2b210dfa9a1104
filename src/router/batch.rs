//! The items of a batch, one after the other.

use std::{
    task::{Context, Poll, ready},
    vec,
};

use http::Extensions;

use super::{
    answer::Fate,
    begin::Proved,
    counts::Counters,
    dispatch::{Dispatch, Dispatcher},
};
use crate::{DeliveryParts, Item, Outcome, Provider, Verified, WebhookEvent, log::Span};

/// The run of the items of a batch, one after the other: each is decoded at its turn. The worst fate
/// of an item is that of the request.
pub(super) struct BatchRun {
    request: DeliveryParts,
    verified: Verified,
    extensions: Extensions,
    items: vec::IntoIter<Item>,
    /// The item that runs.
    running: Option<Dispatch>,
    /// `None` as long as no item has ended.
    worst: Option<Fate>,
}

impl BatchRun {
    pub(super) fn new(
        request: DeliveryParts,
        verified: Verified,
        extensions: Extensions,
        items: Vec<Item>,
    ) -> Self {
        let items = items.into_iter();
        Self { request, verified, extensions, items, running: None, worst: None }
    }

    /// Continues the run, and returns the fate of the request after the last item. It gives way to
    /// other tasks now and then, since items without a wait could be thousands.
    pub(super) fn poll<E: WebhookEvent>(
        &mut self,
        dispatcher: &Dispatcher<E>,
        provider: &Provider,
        cx: &mut Context<'_>,
    ) -> Poll<Fate> {
        for _ in 0..AT_ONCE {
            if let Some(running) = &mut self.running {
                let (fate, _) = ready!(running.poll(dispatcher, cx));
                self.running = None;
                self.end(fate, &dispatcher.counters);
            }
            let Some(item) = self.items.next() else {
                return Poll::Ready(self.fate(&dispatcher.counters));
            };
            match self.start(item, dispatcher, provider) {
                Ok(dispatch) => self.running = Some(dispatch),
                Err(fate) => self.end(fate, &dispatcher.counters),
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn start<E: WebhookEvent>(
        &self,
        item: Item,
        dispatcher: &Dispatcher<E>,
        provider: &Provider,
    ) -> Result<Dispatch, Fate> {
        // The span is that of the request, which has no name of its own.
        let proved = Proved { provider, verified: &self.verified, span: &Span::none() };
        dispatcher.begin(&proved, self.request.of_item(item), self.extensions.clone())
    }

    fn end(&mut self, fate: Fate, counters: &Counters) {
        fate.count(counters);
        self.worst = Some(match self.worst.take() {
            Some(worst) => worst.or_worse(fate),
            None => fate,
        });
    }

    /// Returns the fate of the request. One without items is done.
    fn fate(&mut self, counters: &Counters) -> Fate {
        self.worst.take().unwrap_or_else(|| {
            let done = Fate::Handled(Outcome::Done);
            done.count(counters);
            done
        })
    }
}

/// The most items that end before other tasks have their turn.
const AT_ONCE: usize = 64;
