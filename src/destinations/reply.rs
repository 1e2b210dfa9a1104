//! Replies whose text is a template.

use http::{HeaderValue, StatusCode, header::CONTENT_TYPE};

use super::{TextTemplate, any_event::AnyEvent, template::Escape};
use crate::{Delivery, Handled, Outcome, Reply, delivery::ToEndpoint, router::Handler};

/// A reply to the sender, with a text that is a template.
///
/// In a reply of JSON, XML or HTML, by its content type, values are escaped: they are to stand within a
/// string, or be text. If a value cannot be read, the sender gets the answer without the reply.
///
/// ```
/// use hookport::destinations::{Destinations, ReplyTemplate, TextTemplate};
/// use hookport::providers;
///
/// let text = TextTemplate::parse(r#"{{"challenge":"{json:/challenge}"}}"#)?;
/// let reply = ReplyTemplate::new("application/json", text)?.status(http::StatusCode::ACCEPTED);
/// let endpoint = Destinations::new(providers::GITHUB.secret("made-up")).reply(reply).for_inbox();
/// # drop(endpoint);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ReplyTemplate {
    status: StatusCode,
    content_type: HeaderValue,
    escape: Escape,
    body: TextTemplate,
}

impl ReplyTemplate {
    /// Makes a reply with the status 200.
    ///
    /// # Errors
    ///
    /// Fails if the content type cannot be the value of a header.
    pub fn new(
        content_type: &str,
        body: TextTemplate,
    ) -> Result<Self, http::header::InvalidHeaderValue> {
        let escape = Escape::of_type(content_type);
        let content_type = HeaderValue::from_str(content_type)?;
        Ok(Self { status: StatusCode::OK, content_type, escape, body })
    }

    /// Sets the status.
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    fn reply(&self, delivery: &Delivery) -> Handled {
        let endpoint = delivery.context().get::<ToEndpoint>();
        let endpoint = endpoint.map(|to| &*to.0).unwrap_or_default();
        match self.body.escaped(delivery, endpoint, self.escape) {
            Ok(body) => {
                let reply = Reply::text(body).with_status(self.status);
                Handled::replied(reply.with_header(CONTENT_TYPE, self.content_type.clone()))
            }
            Err(error) => Outcome::retry(error).into(),
        }
    }
}

/// The function that makes the replies of an endpoint.
pub(super) struct Replier(pub(super) ReplyTemplate);

impl<S: Sync> Handler<AnyEvent, (), S> for Replier {
    const REPLIES: bool = true;

    fn call(
        &self,
        _: AnyEvent,
        delivery: &Delivery,
        _: &S,
    ) -> impl Future<Output = Handled> + Send {
        std::future::ready(self.0.reply(delivery))
    }
}
