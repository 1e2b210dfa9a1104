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
        data::{self, Action, ActionResult, DataError, Extent},
        doing,
        glance::{Glance, Look},
        mount::Mount,
    },
    inbox::{Inbox, Overview, Replay, RunState, Selection},
};

/// The state that all pages share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) access: Arc<Access>,
    pub(super) glance: Arc<Glance>,
}

/// A page that is being made.
pub(super) struct Page {
    pub(super) inbox: Inbox,
    pub(super) mount: Mount,
    pub(super) viewer: Viewer,
    pub(super) now: SystemTime,
    pub(super) look: Arc<Look>,
    glance: Arc<Glance>,
}

impl Page {
    /// Shows content in the frame of a section.
    pub(super) fn show(&self, section: Section, title: &str, content: &Markup) -> Html<String> {
        let counters = counters(&self.look.overview);
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

    /// Acts on deliveries.
    ///
    /// # Errors
    ///
    /// As [`data::act`].
    pub(super) async fn act(
        &self,
        action: Action,
        chosen: Selection,
        runs: Replay,
        extent: Extent,
    ) -> Result<ActionResult, DataError> {
        let (inbox, subject) = (self.inbox.clone(), doing::deliveries(&chosen));
        let work = async move { data::act(&inbox, action, chosen, runs, extent).await };
        self.doing((action, subject), work).await
    }

    /// Acts on an endpoint.
    ///
    /// # Errors
    ///
    /// As [`data::act_on_endpoint`].
    pub(super) async fn act_on_endpoint(
        &self,
        action: Action,
        endpoint: &str,
    ) -> Result<ActionResult, DataError> {
        let (inbox, name) = (self.inbox.clone(), endpoint.to_owned());
        let work = Box::pin(async move { data::act_on_endpoint(&inbox, action, &name).await });
        self.doing((action, doing::endpoint(endpoint)), work).await
    }

    /// Removes an unproved request.
    ///
    /// # Errors
    ///
    /// As [`data::discard`].
    pub(super) async fn discard(&self, number: u64) -> Result<ActionResult, DataError> {
        let inbox = self.inbox.clone();
        let work = async move { data::discard(&inbox, number).await };
        self.doing((Action::Discard, doing::request(number)), work).await
    }

    async fn doing(
        &self,
        of: (Action, String),
        work: impl Future<Output = Result<ActionResult, DataError>> + Send + 'static,
    ) -> Result<ActionResult, DataError> {
        doing::done(&self.viewer, &self.glance, of, work).await
    }

    /// Keeps the result of an action for the next page, and leads to that page.
    pub(super) fn tell(&self, message: String, to: &str) -> Response {
        self.viewer.tell(message);
        Redirect::to(&self.link(to)).into_response()
    }
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
        let look = shared.glance.look().await;
        let look = look.map_err(|error| Problem::from(error).into_response())?;
        let glance = Arc::clone(&shared.glance);
        let inbox = glance.inbox().clone();
        Ok(Self { inbox, mount, viewer, now: shared.access.now(), look, glance })
    }
}
