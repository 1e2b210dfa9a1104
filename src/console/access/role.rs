//! The roles.

/// The rights of a person or a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// May look at everything and do everything.
    Full,
    /// May look at everything.
    ReadOnly,
}

impl Role {
    /// Returns whether the role may change something.
    pub(crate) const fn may_act(self) -> bool {
        matches!(self, Self::Full)
    }

    /// Returns whether the role may search in bodies: they may hold credentials that are hidden from others.
    pub(crate) const fn may_search_bodies(self) -> bool {
        matches!(self, Self::Full)
    }

    /// Returns the word for the log.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::ReadOnly => "read-only",
        }
    }
}
