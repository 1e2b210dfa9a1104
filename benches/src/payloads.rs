//! The types that a service declares for the bodies: the part it needs, owned.

pub mod github;
pub mod shop;
pub mod stripe;
