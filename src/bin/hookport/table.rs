//! Rows of cells in columns that are as wide as they need to be, and no wider than the terminal.

use std::borrow::Cow;

use console::Style;

use crate::output;

/// A text in a table, with a colour that shows on a terminal alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: output::plain(&text.into()), style: Style::new() }
    }
}

impl Cell {
    /// Makes a cell with a colour.
    pub(crate) fn styled(text: impl Into<String>, style: Style) -> Self {
        Self { style, ..text.into().into() }
    }

    /// Makes a cell with the colour of a state.
    #[cfg(feature = "cli")]
    pub(crate) fn state(word: &str) -> Self {
        Self::styled(word, style_of(word))
    }
}

/// Returns the colour of the state of a delivery or a run.
#[cfg(feature = "cli")]
pub(crate) fn style_of(state: &str) -> Style {
    match state {
        "dead" | "refused" | "lost" => Style::new().red(),
        "retry" | "held" => Style::new().yellow(),
        "open" | "received" | "running" => Style::new().cyan(),
        "done" | "accepted" => Style::new().green(),
        _ => Style::new(),
    }
}

/// A row, one cell for each column.
pub(crate) type Row = Vec<Cell>;

/// The widths of columns.
#[derive(Debug)]
pub(crate) struct Columns(Vec<usize>);

impl Columns {
    /// Makes columns for these rows. If the terminal is too narrow, the widest ones are cut first.
    pub(crate) fn of(rows: &[Row]) -> Self {
        let mut columns = Self(vec![0; rows.first().map_or(0, Vec::len)]);
        columns.widen(rows);
        columns
    }

    /// Makes the columns as wide as these rows need them, too.
    pub(crate) fn widen(&mut self, rows: &[Row]) {
        for row in rows {
            for (width, cell) in self.0.iter_mut().zip(row) {
                *width = (*width).max(cell.text.chars().count());
            }
        }
        let count = self.0.len();
        let room = output::terminal_width().saturating_sub(GAP.len() * count.saturating_sub(1));
        while self.0.iter().sum::<usize>() > room.max(NARROWEST * count) {
            if let Some(widest) = self.0.iter_mut().max() {
                *widest -= 1;
            }
        }
    }

    /// Returns a row as one line.
    pub(crate) fn line(&self, row: &Row) -> String {
        let last = row.iter().rposition(|cell| !cell.text.is_empty());
        let shown = row.iter().zip(&self.0).take(last.map_or(0, |last| last + 1)).enumerate();
        let cells = shown.map(|(at, (cell, width))| {
            let text = cut(&cell.text, *width);
            let gap = if Some(at) == last { 0 } else { width.saturating_sub(text.chars().count()) };
            format!("{}{:gap$}", cell.style.apply_to(text), "")
        });
        format!("{}\n", cells.collect::<Vec<_>>().join(GAP))
    }
}

/// Returns the head and all rows, a line each.
pub(crate) fn text(head: &[&str], rows: Vec<Row>) -> String {
    let head = head.iter().map(|name| Cell::styled(*name, Style::new().bold())).collect();
    let all: Vec<Row> = std::iter::once(head).chain(rows).collect();
    let columns = Columns::of(&all);
    all.iter().map(|row| columns.line(row)).collect()
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
const NARROWEST: usize = 7;
