//! The page of metrics, and the gauges of the inbox.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use tokio::sync::watch;

use super::{Building, Opening};
use crate::{
    Receiver,
    inbox::Inbox,
    receiver::{Gauges, MetricsPage},
    serve::config::{KeyPath, Metrics},
    telemetry::Prometheus,
};

/// The metrics of this process, once for all receivers that replace each other.
#[derive(Debug, Clone, Default)]
pub(in crate::serve) struct Measured {
    pub(in crate::serve) prometheus: Option<Prometheus>,
    /// True if somebody reads metrics.
    pub(in crate::serve) is_read: bool,
    /// The way to the task that looks into the inbox of the receiver that serves.
    looking: Arc<Mutex<Option<watch::Sender<Inbox>>>>,
}

impl Measured {
    pub(in crate::serve) fn new(prometheus: Option<Prometheus>, is_read: bool) -> Self {
        Self { prometheus, is_read, looking: Arc::default() }
    }

    /// Looks into an inbox in place of the one before.
    fn look_into(&self, inbox: Inbox) {
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(next) = &*looking {
            next.send_replace(inbox);
            return;
        }
        let (next, inboxes) = watch::channel(inbox.clone());
        *looking = Some(next);
        tokio::spawn(Gauges::of(inbox).follow(inboxes));
    }
}

impl Building<'_> {
    /// Gives a receiver its page of metrics, and looks into its inbox if somebody reads that.
    pub(super) fn with_metrics(&mut self, receiver: Receiver) -> Receiver {
        let config = self.config;
        let receiver = match &config.top().metrics {
            Some(written) => self.with_page(receiver, written),
            None => receiver,
        };
        self.with_gauges(receiver)
    }

    fn with_page(&mut self, receiver: Receiver, written: &Metrics) -> Receiver {
        let is_free = self.is_free(written.path(), &KeyPath::key("metrics").and("path"));
        let Some(prometheus) = self.prometheus().filter(|_| is_free) else { return receiver };
        let page = MetricsPage::new(prometheus);
        let page = match &written.allow_from {
            Some(networks) => page.allow_from(networks.iter().map(|network| network.0)),
            None => page,
        };
        receiver.merge(page.at(written.path()))
    }

    fn prometheus(&self) -> Option<Prometheus> {
        match self.opening {
            Opening::All { measured, .. } => measured.prometheus.clone(),
            Opening::Nothing => None,
        }
    }

    fn with_gauges(&self, receiver: Receiver) -> Receiver {
        match self.opening {
            Opening::All { measured, .. } if measured.is_read => {
                let measured = measured.clone();
                receiver.merge_with(move |inbox| {
                    measured.look_into(inbox);
                    Router::new()
                })
            }
            _ => receiver,
        }
    }
}
