//! The state of the inbox at a glance, counted every few seconds and not for each page.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::{sync::Mutex, time::Instant};

use crate::inbox::{Inbox, Overview, StoreError, Usage};

/// A look at an inbox, of a few seconds ago at most.
pub(super) struct Glance {
    inbox: Inbox,
    last: Mutex<Option<(Instant, Arc<Look>)>>,
}

/// The state that was seen.
pub(super) struct Look {
    pub(super) at: SystemTime,
    pub(super) overview: Overview,
    /// The counts of today.
    pub(super) today: Vec<Usage>,
}

impl Glance {
    pub(super) fn new(inbox: Inbox) -> Self {
        Self { inbox, last: Mutex::default() }
    }

    pub(super) fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    /// Returns the last look. Of several callers, one counts and the others wait for it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(super) async fn look(&self) -> Result<Arc<Look>, StoreError> {
        let mut last = self.last.lock().await;
        if let Some((at, look)) = &*last
            && at.elapsed() < FRESH
        {
            return Ok(Arc::clone(look));
        }
        let look = Arc::new(Look::at(&self.inbox).await?);
        *last = Some((Instant::now(), Arc::clone(&look)));
        Ok(look)
    }

    /// Has it counted anew after an action.
    pub(super) async fn forget(&self) {
        *self.last.lock().await = None;
    }
}

impl Look {
    /// Looks now.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(super) async fn at(inbox: &Inbox) -> Result<Self, StoreError> {
        let at = inbox.now();
        let (overview, today) = inbox.overview_and_usage(1).await?;
        Ok(Self { at, overview, today })
    }
}

const FRESH: Duration = Duration::from_secs(2);
