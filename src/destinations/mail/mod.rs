//! Mails of deliveries.

mod client;
mod error;
mod mailbox;
mod server;
mod settings;

pub use self::{error::MailError, mailbox::Mail, server::MailServer, settings::MailTo};
