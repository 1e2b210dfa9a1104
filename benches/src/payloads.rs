//! What a service declares of the bodies: the part it needs, owned.

pub mod github;
pub mod shop;
pub mod stripe;
