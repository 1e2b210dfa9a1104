//! The surroundings of one page: its request, its reader, and the state of the inbox.

use std::{sync::Arc, time::SystemTime};

use axum::{
    extract::FromRequestParts,
    response::{Html, IntoResponse, Redirect, Response},
};
use http::request::Parts;
use maud::{Markup, html};

use super::{
    layout::{Counter, Frame},
    problem::Problem,
    section::Section,
};
use crate::{
    console::{
        access::{Access, FORM_TOKEN, Viewer},
        glance::Glance,
        mount::Mount,
    },
    inbox::{Inbox, Overview, RunState},
};

/// The state that all pages share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) inbox: Inbox,
    pub(super) access: Arc<Access>,
    pub(super) glance: Arc<Glance>,
}

/// A page that is being made.
pub(super) struct Page {
    pub(super) inbox: Inbox,
    pub(super) mount: Mount,
    pub(super) viewer: Viewer,
    pub(super) now: SystemTime,
    pub(super) overview: Arc<Overview>,
    glance: Arc<Glance>,
}

impl Page {
    /// Shows content in the frame of a section.
    pub(super) fn show(&self, section: Section, title: &str, content: &Markup) -> Html<String> {
        let counters = counters(&self.overview);
        let (mount, viewer, section) = (&self.mount, &self.viewer, Some(section));
        let frame = Frame { mount, viewer, title, section, counters: &counters, now: self.now };
        frame.around(content)
    }

    /// Returns a link to a path of the console.
    pub(super) fn link(&self, path: &str) -> String {
        self.mount.link(path)
    }

    /// Returns whether the reader may change something: buttons are for those alone.
    pub(super) fn may_act(&self) -> bool {
        self.viewer.role().may_act()
    }

    /// Makes the hidden field of each form.
    pub(super) fn form_token(&self) -> Markup {
        html! { input type="hidden" name=(FORM_TOKEN) value=(self.viewer.form_token()); }
    }

    /// Logs an action, keeps its result for the next page, and leads to that page.
    pub(super) async fn done(&self, action: Done<'_>, to: &str) -> Response {
        self.viewer.audit(action.name, action.subject, action.changed);
        self.viewer.tell(action.message);
        self.glance.forget().await;
        Redirect::to(&self.link(to)).into_response()
    }
}

/// An action that was done.
pub(super) struct Done<'a> {
    /// The word for the log.
    pub(super) name: &'static str,
    /// The endpoint, the delivery or the filter.
    pub(super) subject: &'a str,
    /// The number of runs, deliveries or requests.
    pub(super) changed: u64,
    /// The sentence for the reader.
    pub(super) message: String,
}

/// Returns the numbers beside the sections: what waits for a person.
pub(super) fn counters(overview: &Overview) -> Vec<Counter> {
    let dead = overview.runs.iter().filter(|runs| runs.state == RunState::Dead);
    let quarantined = overview.quarantined.iter().map(|(_, count)| *count);
    vec![
        (Section::DeadLetters, dead.map(|runs| runs.count).sum()),
        (Section::Order, overview.stopped.iter().map(|stopped| stopped.keys).sum()),
        (Section::Quarantine, quarantined.sum()),
    ]
}

impl FromRequestParts<Shared> for Page {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let viewer = Viewer::from_request_parts(parts, shared).await;
        let viewer = viewer.map_err(IntoResponse::into_response)?;
        let Ok(mount) = Mount::from_request_parts(parts, shared).await;
        let overview = shared.glance.overview().await;
        let overview = overview.map_err(|error| Problem::from(error).into_response())?;
        let (inbox, glance) = (shared.inbox.clone(), Arc::clone(&shared.glance));
        Ok(Self { inbox, mount, viewer, now: shared.access.now(), overview, glance })
    }
}
