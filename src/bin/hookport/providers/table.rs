//! The table of all providers.

use hookport::{Fact, FactState, Field, Provider};

use super::proof;
use crate::{
    table::{self, Cell, Row},
    words,
};

/// Returns one line for each provider, aligned, and the legend. Cells are cut if the terminal is too narrow.
pub(super) fn of(providers: &[Provider]) -> String {
    format!("{}\n{LEGEND}", table::text(&HEAD, providers.iter().map(cells).collect()))
}

const HEAD: [&str; 9] =
    ["NAME", "SCHEME", "TRUST", "TIME", "EVENT NAME", "DELIVERY ID", "HANDSHAKE", "BATCH", "FACTS"];

const LEGEND: &str = "\
TIME       the longest distance of the signed time from now; `any`: it is signed, and may be any
/type      a JSON pointer into the body
x-event    a header
not `a`    the name of the member of the body that is not `a`
BATCH      `many`: a request may hold many events, and each is a delivery
+1         one more place is looked at if this one is empty
none       the sender has none
-          looked for, and not published
?          nobody looked yet
FACTS      how many of the seven facts are known: `hookport providers NAME` names them and their sources
";

fn cells(provider: &Provider) -> Row {
    let or_state = |fact, text: String| match provider.fact(fact) {
        FactState::Given => text,
        FactState::None => "none".to_owned(),
        FactState::NotPublished => "-".to_owned(),
        _ => "?".to_owned(),
    };
    let cells = [
        provider.name().to_owned(),
        or_state(Fact::Proof, proof::short(provider)),
        or_state(Fact::Proof, proof::trust(provider)),
        or_state(Fact::Proof, proof::time(provider)),
        or_state(Fact::EventName, places(provider.event_name())),
        or_state(Fact::DeliveryId, places(provider.delivery_id())),
        or_state(Fact::Handshake, "answered".to_owned()),
        if provider.items().is_some() { "many" } else { "one" }.to_owned(),
        facts(provider),
    ];
    cells.map(Cell::from).into()
}

fn facts(provider: &Provider) -> String {
    let known = Fact::ALL.iter().filter(|fact| provider.fact(**fact) != FactState::Unknown);
    format!("{} of {}", known.count(), Fact::ALL.len())
}

/// Returns the first place that may hold any text, and the number of the others.
fn places(places: &[Field]) -> String {
    let is_open = |place: &&Field| !matches!(place, Field::Only { .. });
    let Some(first) = places.iter().find(is_open).or(places.first()) else {
        return String::new();
    };
    match places.len() - 1 {
        0 => words::place(*first),
        more => format!("{} +{more}", words::place(*first)),
    }
}
