//! Secrets of a running receiver: changed without a restart, found for each account, and counted.
//!
//! * [`Secrets`] is the handle on the secrets of a receiver: add a new one, retire an old one, see which
//!   is used.
//! * [`Accounts`] finds the secrets of each account in your [`SecretStore`] when a request comes.
//! * [`SecretUsage`] tells when a secret has proved a delivery last, and whether it can go.
//!
//! The recipes `rotation` and `tenants` of the cookbook show them in an app.

mod accounts;
mod cache;
mod error;
mod generations;
mod handle;
mod place;
mod prepared;
mod senders;
mod stand_in;
mod start;
mod store;
mod usage;

pub use accounts::Accounts;
pub use error::UnavailableSecrets;
pub use handle::Secrets;
pub(crate) use prepared::Prepared;
pub use senders::Senders;
pub use store::SecretStore;
pub use usage::SecretUsage;
