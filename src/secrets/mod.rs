//! Secrets of a running receiver: changed without a restart, found for each account, and counted.
//!
//! * [`Secrets`] is the handle on the secrets of a receiver: add a new one, retire an old one, see which
//!   is used.
//! * [`Accounts`] finds the secrets of each account in your [`SecretStore`] when a request comes.
//! * A secret that the sender brings itself (Asana, Notion) is kept in that store, while it has none.
//!   [`MemorySecrets`] and [`FileSecrets`] are stores, and so is `PostgresSecrets` (feature `postgres`), for many
//!   receivers.
//! * [`SecretUsage`] tells when a secret has proved a delivery last, and whether it can go.
//!
//! The recipes `rotation` and `tenants` of the cookbook show them in an app.

mod account_name;
mod accounts;
mod brought;
mod cache;
mod error;
mod file;
mod handle;
mod mark;
mod memory;
mod place;
mod prepared;
mod senders;
mod stand_in;
mod start;
mod store;
mod usage;

pub use account_name::UnusableAccount;
#[cfg(feature = "postgres")]
pub(crate) use account_name::check_length;
pub use accounts::Accounts;
pub use error::UnavailableSecrets;
pub use file::FileSecrets;
pub use handle::Secrets;
pub use memory::MemorySecrets;
pub(crate) use prepared::Prepared;
pub use senders::Senders;
pub use store::SecretStore;
pub use usage::SecretUsage;
