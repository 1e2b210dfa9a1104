//! The sections of the console, as its navigation lists them.

/// A section, with a link in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Endpoints,
    Deliveries,
    DeadLetters,
    Order,
    Quarantine,
    Usage,
    Secrets,
}

impl Section {
    pub(super) const ALL: [Self; 7] = [
        Self::Endpoints,
        Self::Deliveries,
        Self::DeadLetters,
        Self::Order,
        Self::Quarantine,
        Self::Usage,
        Self::Secrets,
    ];

    /// Returns the path of its first page.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Endpoints => "/",
            Self::Deliveries => "/deliveries",
            Self::DeadLetters => "/dead-letters",
            Self::Order => "/stopped-keys",
            Self::Quarantine => "/quarantine",
            Self::Usage => "/usage",
            Self::Secrets => "/secrets",
        }
    }

    /// Returns its name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Endpoints => "Endpoints",
            Self::Deliveries => "Deliveries",
            Self::DeadLetters => "Dead letters",
            Self::Order => "Stopped keys",
            Self::Quarantine => "Quarantine",
            Self::Usage => "Usage",
            Self::Secrets => "Secrets",
        }
    }

    /// Returns the name of its icon.
    pub(super) const fn icon(self) -> &'static str {
        match self {
            Self::Endpoints => "endpoints",
            Self::Deliveries => "deliveries",
            Self::DeadLetters => "dead-letters",
            Self::Order => "order",
            Self::Quarantine => "quarantine",
            Self::Usage => "usage",
            Self::Secrets => "secrets",
        }
    }
}
