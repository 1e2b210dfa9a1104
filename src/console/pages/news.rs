//! The news of a list of deliveries, for as long as its page is open.

use std::{sync::Arc, time::SystemTime};

use axum::{Router, extract::State, response::Response, routing::get};

use serde_json::json;

use super::{
    deliveries,
    delivery_rows::{self, Surroundings},
    page::{Shared, counters},
    query::Asked,
};
use crate::console::{
    access::Viewer,
    data::{self, Connection, DeliveryQuery, DeliverySummary},
    glance::{Glance, Look},
    live::{Event, Source, Streams},
    mount::Mount,
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
    glance: Arc<Glance>,
    mount: Mount,
    query: DeliveryQuery,
    /// The script renews the times, so that they make no news.
    opened_at: SystemTime,
}

fn open(streams: &Streams, shared: Shared, mount: Mount, viewer: Viewer, asked: Asked) -> Response {
    let Shared { access, glance } = shared;
    let query = DeliveryQuery { after: None, ..asked.query };
    streams.open(viewer, News { glance, mount, query, opened_at: access.now() })
}

impl Source for News {
    async fn now(&mut self) -> Vec<Event> {
        let Ok(look) = self.glance.look().await else { return Vec::new() };
        let mut events = vec![counted(&look)];
        if let Ok(found) = data::deliveries(self.glance.inbox(), &self.query).await {
            events.extend(self.listed(&look, &found));
        }
        events
    }
}

impl News {
    /// Makes the events of the rows and of the links below them.
    fn listed(&self, look: &Look, found: &Connection<DeliverySummary>) -> [Event; 2] {
        let (mount, inbox, overview) = (&self.mount, self.glance.inbox(), &look.overview);
        let around = Surroundings { mount, inbox, overview, now: self.opened_at };
        let rows = delivery_rows::of(&around, found).into_string();
        let pages = deliveries::pages(mount, &self.query, found).into_string();
        let html = [("rows", rows), ("pages", pages)];
        html.map(|(name, html)| Event { name, data: json!(html).to_string() })
    }
}

/// Makes the event of the numbers in the navigation.
fn counted(look: &Look) -> Event {
    let counters = counters(&look.overview).into_iter();
    let counters: serde_json::Map<_, _> =
        counters.map(|(section, count)| (section.icon().to_owned(), count.into())).collect();
    Event { name: "counters", data: serde_json::Value::Object(counters).to_string() }
}
