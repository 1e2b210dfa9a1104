//! The settings of a mailbox.

use std::{fmt, time::Duration};

use lettre::message::Mailbox;

use super::{MailError, MailServer, mailbox::Mail};
use crate::destinations::TextTemplate;

/// The settings of a mailbox that gets a mail of each delivery.
///
/// ```
/// use hookport::destinations::{MailServer, MailTo, TextTemplate};
///
/// let mail = MailTo::new(
///     MailServer::plain("localhost"),
///     TextTemplate::parse("Hooks <hooks@shop.example>")?,
///     TextTemplate::parse("orders@shop.example")?,
/// )
/// .subject(TextTemplate::parse("{event} of {json:/customer?somebody}")?)
/// .text(TextTemplate::parse("It is delivery {id?without an id}.")?)
/// .attaching_body()
/// .build()?;
/// # drop(mail);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct MailTo {
    server: MailServer,
    from: TextTemplate,
    to: Vec<TextTemplate>,
    subject: TextTemplate,
    text: TextTemplate,
    attaches_body: bool,
    timeout: Duration,
}

impl MailTo {
    /// Begins with the server, the address of the mails, and a mailbox that gets them.
    pub fn new(server: MailServer, from: TextTemplate, to: TextTemplate) -> Self {
        Self {
            server,
            from,
            to: vec![to],
            subject: TextTemplate::event_at_endpoint(),
            text: TextTemplate::body(),
            attaches_body: false,
            timeout: Duration::from_secs(30),
        }
    }

    /// Adds a mailbox.
    pub fn and_to(mut self, to: TextTemplate) -> Self {
        self.to.push(to);
        self
    }

    /// Sets the subject. The default is `{endpoint}: {event?delivery}`.
    pub fn subject(mut self, subject: TextTemplate) -> Self {
        self.subject = subject;
        self
    }

    /// Sets the text. The default is `{body}`.
    pub fn text(mut self, text: TextTemplate) -> Self {
        self.text = text;
        self
    }

    /// Attaches the body. The default is not to.
    pub const fn attaching_body(mut self) -> Self {
        self.attaches_body = true;
        self
    }

    /// Sets how long the server may take for a mail. The default is 30 seconds.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Makes the destination. It connects with the first delivery.
    ///
    /// # Errors
    ///
    /// Fails if an address without words is none, if the server has no name, if it is on another machine and
    /// speaks no TLS, if a certificate cannot be read, and if the time limit is zero.
    pub fn build(self) -> Result<Mail, MailError> {
        if self.timeout.is_zero() {
            return Err(MailError::NoTime);
        }
        self.to.iter().chain([&self.from]).try_for_each(check_address)?;
        Ok(Mail {
            client: self.server.client(self.timeout)?,
            from: self.from,
            to: self.to,
            subject: self.subject,
            text: self.text,
            attaches_body: self.attaches_body,
            timeout: self.timeout,
        })
    }
}

/// Checks an address that is the same for each delivery.
fn check_address(template: &TextTemplate) -> Result<(), MailError> {
    let Some(text) = template.without_words() else { return Ok(()) };
    match text.parse::<Mailbox>() {
        Ok(_) => Ok(()),
        Err(source) => Err(MailError::Address { text, source }),
    }
}

impl fmt::Debug for MailTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailTo").field("server", &self.server).finish_non_exhaustive()
    }
}
