//! New deliveries and changes of states, as they come.

use std::{collections::BTreeMap, mem, process::ExitCode, time::Duration};

use hookport::{
    console::data::DeliverySummary,
    inbox::{EntryState, Filter, Page},
};
use tokio::time;

use super::{Args, HEAD, newest, row};
use crate::{
    CliError,
    error::chain,
    inbox::open::Opened,
    output,
    table::{Cell, Columns, Row},
};

/// Writes the newest deliveries, and then whatever is new, until it is interrupted.
pub(super) async fn run(opened: &Opened, args: &Args) -> Result<ExitCode, CliError> {
    let mut watched = Watched::new(args.choice.filter());
    watched.look(opened).await?;
    let (mut found, _) = newest(opened, args).await?;
    found.reverse();
    // One that came between the two looks is shown once.
    watched.known.extend(found.iter().map(|entry| (entry.id, entry.state)));
    let mut writer = Writer::new(args.json);
    writer.write(&found)?;
    let mut is_away = false;
    loop {
        time::sleep(BETWEEN_LOOKS).await;
        match watched.look(opened).await {
            Ok(news) => {
                if mem::take(&mut is_away) {
                    output::note("the inbox can be read again");
                }
                writer.write(&news)?;
            }
            Err(error @ CliError::Store(_)) => {
                if !mem::replace(&mut is_away, true) {
                    output::note(&format!("{}; it is tried again", chain(&error)));
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// The newest deliveries that match, whatever their states, with the states that they had.
struct Watched {
    filter: Filter,
    states: Vec<EntryState>,
    known: BTreeMap<u64, &'static str>,
}

impl Watched {
    fn new(mut filter: Filter) -> Self {
        let states = std::mem::take(&mut filter.states);
        Self { filter, states, known: BTreeMap::new() }
    }

    /// Returns what is new, or has come into or out of a wanted state, the oldest first.
    async fn look(&mut self, opened: &Opened) -> Result<Vec<DeliverySummary>, CliError> {
        let mut page = Page::first(AT_ONCE);
        let mut found = Vec::new();
        let newest = opened.inbox.log(Filter::new(), Page::first(1)).await?;
        let Some(newest) = newest.entries.first().map(|entry| entry.id.get()) else {
            return Ok(found);
        };
        let oldest = newest.saturating_sub(WATCHED);
        loop {
            let listing = opened.inbox.log(self.filter.clone(), page).await?;
            let entries = listing.entries.into_iter().filter(|entry| entry.id.get() > oldest);
            found.extend(entries.map(DeliverySummary::from));
            match listing.next.filter(|next| next.number() > oldest) {
                Some(next) => page = Page::first(AT_ONCE).after(next),
                None => break,
            }
        }
        // Now that all is read: what was seen before a page that fails is news the next time.
        found.retain(|entry| self.is_news(entry));
        self.known = self.known.split_off(&oldest);
        found.reverse();
        Ok(found)
    }

    fn is_news(&mut self, entry: &DeliverySummary) -> bool {
        let before = self.known.insert(entry.id, entry.state);
        let is_wanted = self.wants(entry.state) || before.is_some_and(|state| self.wants(state));
        is_wanted && before != Some(entry.state)
    }

    fn wants(&self, state: &str) -> bool {
        self.states.is_empty() || self.states.iter().any(|wanted| wanted.as_str() == state)
    }
}

/// Writes rows in columns that get no narrower, or JSON.
enum Writer {
    Json,
    Text(Columns),
}

impl Writer {
    fn new(as_json: bool) -> Self {
        if as_json {
            return Self::Json;
        }
        let head: Row = HEAD.iter().map(|name| Cell::from(*name)).collect();
        Self::Text(Columns::of(&[head]))
    }

    fn write(&mut self, deliveries: &[DeliverySummary]) -> Result<(), CliError> {
        match self {
            Self::Json => deliveries.iter().try_for_each(output::json),
            Self::Text(columns) => {
                let rows: Vec<Row> = deliveries.iter().map(row).collect();
                columns.widen(&rows);
                let lines: String = rows.iter().map(|row| columns.line(row)).collect();
                output::bytes(lines.as_bytes())
            }
        }
    }
}

const BETWEEN_LOOKS: Duration = Duration::from_millis(300);

const AT_ONCE: usize = 200;

/// So many numbers are looked through each time.
const WATCHED: u64 = 1000;
