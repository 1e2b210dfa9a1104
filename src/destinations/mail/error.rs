//! Errors of the settings of mails.

use lettre::{address::AddressError, transport::smtp};

/// The error of a mailbox that gets no mails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MailError {
    /// A text is no address.
    #[error("`{text}` is no address of a mailbox")]
    Address {
        /// The text.
        text: String,
        /// The mistake.
        source: AddressError,
    },
    /// The password would go over a network that others can read.
    #[error("mail server `{host}` without TLS: only one on this machine is spoken to so")]
    NotEncrypted {
        /// The host.
        host: String,
    },
    /// The server has no name.
    #[error("name of the mail server must not be empty")]
    NoHost,
    /// Nothing can be sent to port 0.
    #[error("port of the mail server must not be 0")]
    NoPort,
    /// The certificates of an own authority cannot be read.
    #[error("certificate of the authority cannot be read: expected PEM")]
    Authority,
    /// TLS cannot be set up for this host.
    #[error("TLS cannot be set up for mail server `{host}`")]
    Tls {
        /// The host.
        host: String,
        /// The mistake.
        source: smtp::Error,
    },
    /// There is nobody to send to.
    #[error("no mailbox to send to")]
    Nobody,
    /// The time limit is zero.
    #[error("`timeout` must not be zero")]
    NoTime,
}
