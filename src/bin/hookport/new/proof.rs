//! The secrets of a test.

/// The secret that signs a delivery, and the one that verifies it.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub(super) signs: String,
    pub(super) verifies: String,
}
