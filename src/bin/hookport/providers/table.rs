//! The table of all providers.

use std::borrow::Cow;

use hookport::{Field, Provider};

use super::proof;
use crate::{output, words};

/// Returns one line for each provider, aligned. Cells are cut if the terminal is too narrow.
pub(super) fn of(providers: &[Provider]) -> String {
    let rows: Vec<_> =
        std::iter::once(HEAD.map(str::to_owned)).chain(providers.iter().map(cells)).collect();
    let widths = widths(&rows);
    rows.iter().map(|row| line(row, &widths)).collect()
}

type Row = [String; 6];

const HEAD: [&str; 6] = ["NAME", "PROOF", "EVENT NAME", "DELIVERY ID", "LONGEST BODY", "RETRIES"];

fn cells(provider: &Provider) -> Row {
    [
        provider.name().to_owned(),
        proof::short(provider),
        places(provider.event_name()),
        places(provider.delivery_id()),
        provider.longest_body().map_or("-".to_owned(), words::size),
        provider.retries().to_string(),
    ]
}

/// Returns the first place that may hold any text, and the number of the others.
fn places(places: &[Field]) -> String {
    let is_open = |place: &&Field| !matches!(place, Field::Only { .. });
    let Some(first) = places.iter().find(is_open).or(places.first()) else {
        return "-".to_owned();
    };
    match places.len() - 1 {
        0 => words::place(*first),
        more => format!("{} +{more}", words::place(*first)),
    }
}

/// Returns the width of each column. If the terminal is too narrow, the widest ones are cut first.
fn widths(rows: &[Row]) -> [usize; 6] {
    let mut widths = std::array::from_fn(|column| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
    });
    let room = output::terminal_width().saturating_sub(GAP.len() * (widths.len() - 1));
    while widths.iter().sum::<usize>() > room.max(NARROWEST * widths.len()) {
        if let Some(widest) = widths.iter_mut().max() {
            *widest -= 1;
        }
    }
    widths
}

fn line(row: &Row, widths: &[usize; 6]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, width)| format!("{:width$}", cut(cell, *width)));
    format!("{}\n", cells.collect::<Vec<_>>().join(GAP).trim_end())
}

fn cut(cell: &str, width: usize) -> Cow<'_, str> {
    if cell.chars().count() <= width {
        return Cow::Borrowed(cell);
    }
    let kept: String = cell.chars().take(width.saturating_sub(1)).collect();
    Cow::Owned(kept + "…")
}

/// The space between two columns.
const GAP: &str = "  ";

/// The smallest width of a column.
const NARROWEST: usize = 10;
