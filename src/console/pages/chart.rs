//! Small charts, drawn on the server. A table beside them says the same.

use maud::{Markup, html};

use crate::console::data::{Counts, UsageSeries};

/// Draws the days of an endpoint: kept deliveries, and above them what was refused or over a limit.
pub(super) fn of(series: &UsageSeries, id: &str) -> Markup {
    let days = &series.days;
    let highest = days.iter().map(|day| total(&day.counts)).max().unwrap_or(0).max(1);
    let wide = WIDTH / u64::try_from(days.len().max(1)).unwrap_or(1);
    let gap = if wide >= 8 { 2 } else { u64::from(wide > 2) };
    let (first, last) = (days.first().map(|day| &*day.day), days.last().map(|day| &*day.day));
    html! {
        svg .chart viewBox={ "0 0 " (WIDTH) " " (HEIGHT + 1) } preserveAspectRatio="none" role="img"
            aria-labelledby=(id) {
            title id=(id) { (summary(series, highest)) }
            line .axis x1="0" x2=(WIDTH) y1=(HEIGHT) y2=(HEIGHT) {}
            @for (at, day) in days.iter().enumerate() {
                (bars(&day.counts, highest, (u64::try_from(at).unwrap_or(0) * wide + gap / 2, wide - gap)))
            }
        }
        // The text of a drawing shrinks with it.
        p .chart-days { span { (first.unwrap_or_default()) } @if first != last { span { (last.unwrap_or_default()) } } }
        p .legend aria-hidden="true" {
            span { "kept" } span .warn { "over a limit" } span .bad { "not proved" }
        }
    }
}

/// Draws the bars of one day, one upon the other.
fn bars(counts: &Counts, highest: u64, (x, width): (u64, u64)) -> Markup {
    let parts = [("", counts.received), ("warn", counts.limited), ("bad", counts.refused)];
    let mut top = HEIGHT;
    let bars = parts.map(|(class, count)| {
        // What has happened at all is seen.
        let high = scaled(count, highest).max(u64::from(count > 0) * 2).min(top);
        top -= high;
        (class, top, high)
    });
    html! {
        @for (class, y, high) in bars {
            @if high > 0 { rect .bar.(class) x=(x) y=(y) width=(width.max(1)) height=(high) {} }
        }
    }
}

fn scaled(count: u64, highest: u64) -> u64 {
    let scaled = u128::from(count) * u128::from(HEIGHT) / u128::from(highest);
    u64::try_from(scaled).unwrap_or(HEIGHT)
}

fn total(counts: &Counts) -> u64 {
    counts.received.saturating_add(counts.limited).saturating_add(counts.refused)
}

fn summary(series: &UsageSeries, highest: u64) -> String {
    let totals = &series.totals;
    format!(
        "{} kept, {} over a limit and {} not proved in {} days; {highest} on the highest day",
        totals.received,
        totals.limited,
        totals.refused,
        series.days.len(),
    )
}

const WIDTH: u64 = 480;
const HEIGHT: u64 = 96;
