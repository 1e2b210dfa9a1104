//! Actions of a person or a program: each is done to its end, and is one line of the audit.

use std::sync::Arc;

use super::{
    access::Viewer,
    data::{Action, ActionResult, DataError, DeliveryQuery},
    glance::Glance,
};
use crate::inbox::{Filter, Selection, StoreError};

/// Does an action, and writes its line, also if nobody waits for the answer any more.
///
/// # Errors
///
/// Those of the work.
pub(super) async fn done(
    viewer: &Viewer,
    glance: &Arc<Glance>,
    (action, subject): (Action, String),
    work: impl Future<Output = Result<ActionResult, DataError>> + Send + 'static,
) -> Result<ActionResult, DataError> {
    let mut line = Line { viewer: viewer.clone(), action, subject, is_written: false };
    let glance = Arc::clone(glance);
    let doing = tokio::spawn(async move {
        let done = work.await;
        glance.forget().await;
        line.write(&done);
        done
    });
    doing.await.unwrap_or_else(|ended| {
        Err(StoreError::Unavailable(format!("the action ended early: {ended}").into()).into())
    })
}

/// Names the deliveries that an action is about.
pub(super) fn deliveries(chosen: &Selection) -> String {
    match chosen {
        Selection::Entries(entries) | Selection::Present(entries) => match entries[..] {
            [one] => format!("delivery {one}"),
            _ => format!("{} deliveries", entries.len()),
        },
        Selection::Matching(filter) => matching(filter),
    }
}

/// Names an endpoint.
pub(super) fn endpoint(name: &str) -> String {
    format!("endpoint {name}")
}

/// Names an unproved request.
pub(super) fn request(number: u64) -> String {
    format!("request {number} in the quarantine")
}

/// Writes a filter for the log. The text that a body holds is a part of a body.
fn matching(filter: &Filter) -> String {
    let pairs = DeliveryQuery::of(filter.clone()).pairs();
    let shown = pairs.iter().map(|(name, value)| match *name {
        "text" => "text=…".to_owned(),
        name => format!("{name}={value}"),
    });
    match shown.collect::<Vec<_>>().join(" ") {
        all if all.is_empty() => "all deliveries".to_owned(),
        some => some,
    }
}

/// The line of an action. If the action is broken off, by a panic or by the end of the process, its line
/// says so.
struct Line {
    viewer: Viewer,
    action: Action,
    subject: String,
    is_written: bool,
}

impl Line {
    fn write(&mut self, done: &Result<ActionResult, DataError>) {
        self.is_written = true;
        match done {
            Ok(done) if done.is_dry => {}
            Ok(done) => self.viewer.audit(self.action.as_str(), &self.subject, done.changed),
            Err(DataError::Store(_)) => self.is_written = false,
            // Then nothing was changed.
            Err(_) => {}
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.is_written {
            self.viewer.audit_broken_off(self.action.as_str(), &self.subject);
        }
    }
}
