//! The destination that mails.

use std::{fmt, time::Duration};

use lettre::{
    Message,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
};
use tokio::time::timeout;

use super::client::{Client, SendError};
use crate::{
    BoxError, Delivery, Outcome,
    destinations::{
        DeliveryAttempt, Destination, DestinationFuture, TextTemplate, template::Escape,
    },
    error_text::chain,
};

/// A mailbox that gets a mail of each delivery. [`MailTo`](crate::destinations::MailTo) makes it.
///
/// A mail is a text, with the body of the delivery as an attachment [if you like](crate::destinations::MailTo::attaching_body).
/// Each address and the subject is one line, whatever its values hold: a control character becomes a space,
/// and a text with two addresses is none.
///
/// | the server | the delivery |
/// |---|---|
/// | takes the mail, whether or not it answers `QUIT` | is done |
/// | answers 4yz, is not there, or fails | is tried again |
/// | answers 530, 534, 535 or 538: user and password are to be corrected | is tried again |
/// | answers another 5yz | is a dead letter |
/// | is not asked, since an address or a text cannot be made of the delivery | is a dead letter |
///
/// The `Message-ID` is the same for each attempt, so that many mailboxes show a mail once which was sent twice.
pub struct Mail {
    pub(super) client: Client,
    pub(super) from: TextTemplate,
    pub(super) to: Vec<TextTemplate>,
    pub(super) subject: TextTemplate,
    pub(super) text: TextTemplate,
    pub(super) attaches_body: bool,
    pub(super) timeout: Duration,
}

impl Mail {
    async fn send(&self, delivery: &Delivery, attempt: &DeliveryAttempt) -> Outcome {
        let message = match self.message(delivery, attempt) {
            Ok(message) => message,
            Err(error) => return Outcome::dead_letter(format!("no mail: {}", chain(&*error))),
        };
        let Ok(sent) = timeout(self.timeout, self.client.send(&message)).await else {
            return Outcome::retry(format!(
                "mail server did not take it within {:?}",
                self.timeout
            ));
        };
        match sent {
            Ok(()) => Outcome::Done,
            Err(error) if is_final(&error) => Outcome::dead_letter(chain(&error)),
            Err(error) => Outcome::retry(chain(&error)),
        }
    }

    fn message(&self, delivery: &Delivery, attempt: &DeliveryAttempt) -> Result<Message, BoxError> {
        let line = |template: &TextTemplate| {
            template.escaped(delivery, attempt.endpoint(), Escape::OneLine)
        };
        let id = format!("<{}@hookport>", attempt.key(delivery));
        let mut message = Message::builder()
            .message_id(Some(id))
            .from(line(&self.from)?.parse::<Mailbox>()?)
            .subject(line(&self.subject)?);
        for to in &self.to {
            message = message.to(line(to)?.parse::<Mailbox>()?);
        }
        let text = SinglePart::plain(self.text.text(delivery, attempt.endpoint())?);
        if !self.attaches_body {
            return Ok(message.singlepart(text)?);
        }
        Ok(message.multipart(MultiPart::mixed().singlepart(text).singlepart(body(delivery)))?)
    }
}

/// Returns the body as an attachment. Its type is that of the sender only if it is JSON or a text: a mailbox
/// shows no page that a sender wrote.
fn body(delivery: &Delivery) -> SinglePart {
    let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(delivery.body()).is_ok();
    let (name, kind) = if is_json {
        ("body.json", "application/json")
    } else if std::str::from_utf8(delivery.body()).is_ok() {
        ("body.txt", "text/plain; charset=utf-8")
    } else {
        ("body.bin", "application/octet-stream")
    };
    let kind = ContentType::parse(kind).unwrap_or(ContentType::TEXT_PLAIN);
    Attachment::new(name.to_owned()).body(delivery.body().to_vec(), kind)
}

/// Returns whether the server refuses this mail for ever, and not the user.
fn is_final(error: &SendError) -> bool {
    let SendError::Smtp(error) = error else { return false };
    let code = error.status().map(u16::from);
    error.is_permanent() && !code.is_some_and(|code| OF_USER.contains(&code))
}

impl Destination for Mail {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        Box::pin(self.send(delivery, attempt))
    }

    fn goes_to(&self) -> Option<String> {
        Some(format!("mail by {}", self.client.host))
    }

    /// The own limit ends an attempt before.
    fn time_limit(&self) -> Duration {
        self.timeout.saturating_add(Duration::from_secs(5))
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").finish_non_exhaustive()
    }
}

/// The answers to a user without the right password (RFC 4954).
const OF_USER: &[u16] = &[530, 534, 535, 538];
