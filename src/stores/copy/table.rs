//! A table of the inbox, as it lies in both stores.

/// A table of the database, and the rows of the file that go there.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Its columns, in the order of those of `rows`.
    pub(super) columns: &'static [(&'static str, Kind)],
    /// Finds the rows in the file, in an order that is always the same.
    pub(super) rows: &'static str,
    /// Counts them, or nearly so: a table of bodies is not read for that.
    pub(super) count: &'static str,
}

/// The form of a column in the database, and how it comes from the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number of 16 bits.
    Small,
    /// A number of 32 bits.
    Int,
    /// A number of 64 bits.
    Big,
    /// A time of this machine, which becomes one of the database.
    Time,
    Flag,
    /// A text that holds no character 0, as the names of a program.
    Name,
    /// A text of a sender.
    Text,
    Bytes,
    /// An ordering key, which becomes a hash with the endpoint in this column of the file's row.
    Line(usize),
}

impl Table {
    /// Its columns in a statement.
    pub(super) fn column_list(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}

impl Kind {
    /// An expression for the bytes of a column, as they are in `COPY`.
    pub(super) fn bytes(self, column: &str) -> String {
        let function = match self {
            Self::Small => "int2send",
            Self::Int => "int4send",
            Self::Big | Self::Time => "int8send",
            Self::Flag => "boolsend",
            Self::Name | Self::Text => "textsend",
            Self::Bytes | Self::Line(_) => "",
        };
        format!("{function}({column})")
    }
}
