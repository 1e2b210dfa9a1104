//! The client of a mail server.

use std::time::Duration;

use lettre::{
    Message,
    address::Envelope,
    transport::smtp::{
        self,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Tls},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use tokio::time::timeout;

/// The client of a mail server. Each mail has a connection of its own, so that no answer to another mail can
/// be on it.
pub(super) struct Client {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) user: Option<Credentials>,
    /// The longest time for connecting, and for TLS.
    pub(super) timeout: Duration,
}

/// The reason why a mail is not sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    #[error(transparent)]
    Smtp(#[from] smtp::Error),
    #[error("mail server takes no addresses beyond ASCII (SMTPUTF8)")]
    Address,
    #[error("mail server takes no text beyond ASCII (8BITMIME)")]
    Text,
}

impl Client {
    /// Sends a mail. The answer to it decides: the answer to `QUIT` is not waited for.
    pub(super) async fn send(&self, message: &Message) -> Result<(), SendError> {
        let mut connection = self.connect().await?;
        let sent = self.send_on(&mut connection, message).await;
        tokio::spawn(timeout(LONGEST_QUIT, quit(connection)));
        sent
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let (name, server) = (ClientId::default(), (&*self.host, self.port));
        let wrapper = match &self.tls {
            Tls::Wrapper(tls) => Some(tls.clone()),
            _ => None,
        };
        let limit = Some(self.timeout);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, limit, &name, wrapper, None).await?;
        if let Tls::Required(tls) = &self.tls {
            connection.starttls(tls.clone(), &name).await?;
        }
        Ok(connection)
    }

    /// Sends a mail command by command: `AsyncSmtpConnection::send` waits for the answer to `QUIT` before
    /// it returns an error.
    async fn send_on(
        &self,
        connection: &mut AsyncSmtpConnection,
        message: &Message,
    ) -> Result<(), SendError> {
        if let Some(user) = &self.user {
            connection.auth(DEFAULT_MECHANISMS, user).await?;
        }
        let (envelope, text) = (message.envelope(), message.formatted());
        let parameters = parameters(connection, envelope, &text)?;
        connection.command(Mail::new(envelope.from().cloned(), parameters)).await?;
        for to in envelope.to() {
            connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
        }
        connection.command(Data).await?;
        connection.message(&text).await?;
        Ok(())
    }
}

/// Returns what the server has to know of a mail that is not all ASCII.
fn parameters(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
    text: &[u8],
) -> Result<Vec<MailParameter>, SendError> {
    let can = |extension| connection.server_info().supports_feature(extension);
    let mut parameters = Vec::new();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !can(Extension::SmtpUtfEight) {
            return Err(SendError::Address);
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !text.is_ascii() {
        if !can(Extension::EightBitMime) {
            return Err(SendError::Text);
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

async fn quit(mut connection: AsyncSmtpConnection) {
    connection.abort().await;
}

const LONGEST_QUIT: Duration = Duration::from_secs(5);
