//! A destination that notes what it gets.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use hookport::{
    Delivery, Outcome, Receiver,
    destinations::{DeliveryAttempt, Destination, DestinationFuture, Destinations},
    stores::MemoryStore,
};

use crate::kit::{Log, Running, acme};

#[derive(Debug, Clone, Default)]
pub(super) struct Noted(pub(super) Log);

impl Destination for Noted {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        Box::pin(async {
            let name = delivery.event_name().unwrap_or("none");
            self.0.note(format!("{}/{} {name}", attempt.endpoint(), attempt.destination()));
            Outcome::Done
        })
    }
}

pub(super) fn shop() -> Destinations {
    Destinations::new(acme())
}

pub(super) fn start(destinations: Destinations) -> Running {
    let store = Arc::new(MemoryStore::new());
    Running::start(Receiver::new(store).endpoint("/shop", destinations.for_inbox()))
}

/// Returns the names in a table of `docs/destinations.md`.
pub(super) fn documented(table: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/destinations.md");
    let page = fs::read_to_string(path).unwrap();
    let (_, table) = page.split_once(&format!("<!-- names of `{table}` -->")).unwrap();
    let (table, _) = table.split_once("<!-- end -->").unwrap();
    let cells = table.lines().filter_map(|line| line.split('|').nth(1));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}
