//! The pages: one file each. They are rendered here and need no script.

mod body;
mod bulk;
mod chart;
mod dead_letters;
mod deliveries;
mod delivery;
mod delivery_rows;
mod done;
mod endpoint;
mod endpoint_events;
mod endpoint_field;
mod endpoints;
mod form;
mod headers;
mod icon;
mod layout;
mod limit;
mod links;
mod log_in;
mod news;
mod page;
mod problem;
mod quarantine;
mod query;
mod runs;
mod secrets;
mod section;
mod standing;
mod state;
mod stopped_keys;
mod story;
mod text;
mod time;
mod usage;
mod verb;

use std::sync::Arc;

use axum::Router;

use self::page::Shared;
use super::{access::Access, assets, glance::Glance, live::Streams};

/// Makes the router of all pages.
pub(super) fn router(access: &Arc<Access>, glance: &Arc<Glance>) -> Router {
    let shared = Shared { access: Arc::clone(access), glance: Arc::clone(glance) };
    let routers = [
        endpoints::router(),
        endpoint::router(),
        deliveries::router(),
        delivery::router(),
        bulk::router(),
        news::router(&Streams::new()),
        dead_letters::router(),
        stopped_keys::router(),
        quarantine::router(),
        usage::router(),
        secrets::router(),
    ];
    let pages = routers.into_iter().fold(Router::new(), Router::merge);
    let pages = pages.fallback(problem::not_found).with_state(shared);
    problem::shown(access.pages(pages).merge(log_in::router(access)).merge(assets::router()))
}
