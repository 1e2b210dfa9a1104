//! The secrets of a test.

/// What signs a delivery, and what verifies it.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub(super) signs: String,
    pub(super) verifies: String,
}
