//! The news of a list of deliveries, for as long as its page is open.

use std::{sync::Arc, time::SystemTime};

use axum::{Router, extract::State, response::Response, routing::get};

use serde_json::json;

use super::{
    deliveries,
    page::{Shared, counters},
    query::Asked,
};
use crate::{
    console::{
        access::Viewer,
        data::{self, DeliveryQuery},
        glance::Glance,
        live::{Event, Source, Streams},
        mount::Mount,
    },
    inbox::Inbox,
};

/// Makes the route.
pub(super) fn router(streams: &Streams) -> Router<Shared> {
    let streams = streams.clone();
    Router::new().route(
        "/live",
        get(async move |State(shared), mount, viewer, asked| {
            open(&streams, shared, mount, viewer, asked)
        }),
    )
}

/// The list of one page.
struct News {
    inbox: Inbox,
    glance: Arc<Glance>,
    mount: Mount,
    query: DeliveryQuery,
    /// The script renews the times, so that they make no news.
    opened_at: SystemTime,
}

fn open(streams: &Streams, shared: Shared, mount: Mount, viewer: Viewer, asked: Asked) -> Response {
    let Shared { inbox, access, glance } = shared;
    let query = DeliveryQuery { after: None, ..asked.query };
    streams.open(viewer, News { inbox, glance, mount, query, opened_at: access.now() })
}

impl Source for News {
    async fn now(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        if let Ok(look) = self.glance.look().await {
            let counters = counters(&look.overview).into_iter();
            let counters: serde_json::Map<_, _> = counters
                .map(|(section, count)| (section.icon().to_owned(), count.into()))
                .collect();
            events.push(Event {
                name: "counters",
                data: serde_json::Value::Object(counters).to_string(),
            });
        }
        if let Ok(found) = data::deliveries(&self.inbox, &self.query).await {
            let rows = deliveries::rows(&self.mount, self.opened_at, &found).into_string();
            let pages = deliveries::pages(&self.mount, &self.query, &found).into_string();
            let html = [("rows", rows), ("pages", pages)];
            events.extend(html.map(|(name, html)| Event { name, data: json!(html).to_string() }));
        }
        events
    }
}
