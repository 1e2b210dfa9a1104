//! The state of the inbox at a glance, counted every few seconds and not for each page.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Mutex, time::Instant};

use crate::inbox::{Inbox, Overview, StoreError};

/// The overview of an inbox, as of a few seconds ago at most.
pub(super) struct Glance {
    inbox: Inbox,
    last: Mutex<Option<(Instant, Arc<Overview>)>>,
}

impl Glance {
    pub(super) fn new(inbox: Inbox) -> Self {
        Self { inbox, last: Mutex::default() }
    }

    /// Returns the overview. Of several callers, one counts and the others wait for it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(super) async fn overview(&self) -> Result<Arc<Overview>, StoreError> {
        let mut last = self.last.lock().await;
        if let Some((at, overview)) = &*last
            && at.elapsed() < FRESH
        {
            return Ok(Arc::clone(overview));
        }
        let overview = Arc::new(self.inbox.overview().await?);
        *last = Some((Instant::now(), Arc::clone(&overview)));
        Ok(overview)
    }

    /// Has it counted anew after an action.
    pub(super) async fn forget(&self) {
        *self.last.lock().await = None;
    }
}

const FRESH: Duration = Duration::from_secs(2);
