//! The served app, and the ones before it that come to their end.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use tokio::{
    runtime::Handle,
    sync::watch,
    task::{JoinError, JoinSet},
    time::timeout,
};

use super::{
    app::App,
    generation::{Ended, Generation},
    parts::Assembled,
    reload::{Replacement, check_store},
};
use crate::{inbox::Inbox, log::log, worker::Drained};

/// A receiver that serves, with those before it that have not ended yet.
pub(super) struct Site {
    own: Handle,
    /// The runtime of the handlers.
    handlers: Handle,
    inbox: Inbox,
    app: watch::Sender<App>,
    /// Tells all workers that the process ends.
    closing: watch::Sender<bool>,
    current: Generation,
    ending: JoinSet<Ended>,
}

impl Site {
    /// Starts the first receiver. Handlers run on the runtime that this is called on.
    pub(super) fn open(assembled: Assembled, own: &Handle) -> Self {
        let (own, handlers) = (own.clone(), Handle::current());
        let inbox = assembled.inbox.clone();
        let (closing, is_closing) = watch::channel(false);
        let (current, app) = Generation::start(assembled, &own, handlers.clone(), is_closing);
        let app = watch::Sender::new(app);
        Self { own, handlers, inbox, app, closing, current, ending: JoinSet::new() }
    }

    /// Returns what connections serve, of which each request takes the latest.
    pub(super) fn app(&self) -> watch::Receiver<App> {
        self.app.subscribe()
    }

    /// Returns true if one more may come to its end beside those that do.
    pub(super) fn has_room(&self) -> bool {
        self.ending.len() < MOST_ENDING
    }

    /// Serves the next receiver, and lets the one before come to its end.
    pub(super) fn replace(&mut self, next: Replacement) {
        let Replacement { assembled, answer } = next;
        let checked = check_store(&assembled, &Arc::downgrade(self.inbox.store()));
        if checked.is_ok() {
            let before = std::mem::replace(&mut self.inbox, assembled.inbox.clone());
            self.inbox.continue_secrets_of(&before);
            assembled.worker.follow(self.current.runs());
            let (handlers, closing) = (self.handlers.clone(), self.closing.subscribe());
            let (next, app) = Generation::start(assembled, &self.own, handlers, closing);
            self.app.send_replace(app);
            let before = std::mem::replace(&mut self.current, next);
            self.ending.spawn_on(before.retire(), &self.own);
            log!(INFO, "receiver replaced");
        }
        let _ = answer.send(checked);
    }

    /// Waits for the end of the worker, which breaks off, or of one that was replaced.
    pub(super) async fn ended(&mut self) -> ControlFlow<Ended> {
        tokio::select! {
            ended = self.current.worker_ended() => ControlFlow::Break(ended),
            Some(_) = self.ending.join_next() => ControlFlow::Continue(()),
        }
    }

    /// Says that no more is taken, and claims nothing more.
    pub(super) fn stop(&self) {
        self.current.stop();
        let _ = self.closing.send(true);
    }

    /// Waits until all has ended, and closes the store.
    pub(super) async fn close(mut self, early: Ended) -> Result<Drained, JoinError> {
        drop(self.app);
        let ended = self.current.end(early).await;
        let mut before = Drained::default();
        while let Some(ended) = self.ending.join_next().await {
            if let Ok(Some(Ok(drained))) = ended {
                before = before.and(drained);
            }
        }
        let _ = timeout(CLOSE_WITHIN, self.inbox.close()).await;
        Ok(ended.transpose()?.unwrap_or_default().and(before))
    }
}

/// Each holds a whole configuration until its last handler has ended.
const MOST_ENDING: usize = 32;

/// A store that is not closed in time has lost nothing.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
