//! The deliveries to one endpoint with one ordering key.

use std::{collections::BTreeSet, sync::Arc};

use crate::inbox::EntryId;

/// The deliveries to one endpoint with one ordering key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LineName {
    pub(super) endpoint: Arc<str>,
    pub(super) key: String,
}

/// The deliveries of a line with runs in it: ordered ones that are open, or stop the key.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) entries: BTreeSet<EntryId>,
    /// The one that had its turn last. The runs of all others are held.
    pub(super) turn: Option<EntryId>,
}
