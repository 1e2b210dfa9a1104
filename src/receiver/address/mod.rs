//! The address of a client, also behind proxies, and lists of networks that it is held against.

mod client;
mod forwarded;
mod layer;
mod networks;
mod proxies;

pub use client::{AddressUnknown, ClientAddress};
pub(super) use layer::AddressLayer;
pub(super) use networks::Networks;
pub(super) use proxies::TrustedProxies;
