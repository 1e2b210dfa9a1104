//! Functions that only make a reply.

use std::time::Duration;

use super::{EventRouter, Handler, HandlerPolicy, routes::Role};
use crate::{WebhookEvent, event::key_of::KeyOf};

impl<E, S> EventRouter<E, S>
where
    E: WebhookEvent,
    S: Clone + Send + Sync + 'static,
{
    /// Makes the reply to the events of one variant by a function that does nothing else.
    ///
    /// The function has the form of a handler and returns a [`Reply`](crate::Reply), or an `Option`
    /// or a `Result` of one. Without an inbox, the function runs after all handlers, unless one of
    /// them asks for a retry. With an inbox, it runs after the commit, and the handlers run later.
    /// A function that fails, panics, or does not end within the
    /// [`reply_timeout`](Self::reply_timeout) is logged and counted, and the sender gets the plain
    /// 2xx.
    ///
    /// With an inbox, a duplicate gets a reply, too: the function runs again, since a sender that
    /// retries did not get the first reply. So the function should not change any data.
    ///
    /// A variant that has such a function need not have a handler.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use hookport::{EventRouter, Reply, WebhookEvent, providers};
    /// use serde_json::json;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Command {
    ///     text: String,
    /// }
    ///
    /// #[derive(WebhookEvent)]
    /// enum Slack {
    ///     #[event("/deploy")]
    ///     Deploy(Command),
    /// }
    ///
    /// async fn deploy(command: Command) {
    ///     println!("this may take an hour: {}", command.text);
    /// }
    ///
    /// async fn say_so(command: Command) -> Reply {
    ///     Reply::json(&json!({"text": format!("deploying {}", command.text)}))
    /// }
    ///
    /// let endpoint = EventRouter::new(providers::SLACK.secret("made-up"))
    ///     .on(Slack::DEPLOY, deploy)
    ///     .reply(Slack::DEPLOY, say_so)
    ///     .with_state(());
    /// # drop(endpoint);
    /// # }
    /// ```
    pub fn reply<P, T>(self, key: impl KeyOf<E, P>, function: impl Handler<P, T, S>) -> Self
    where
        P: Send + 'static,
        T: 'static,
    {
        let key = key.key();
        let take = move |event| key.take(event);
        self.register(Role::Reply, Some(key.index()), function, HandlerPolicy::new(), take)
    }

    /// Makes the reply to every event by a function that does nothing else: see
    /// [`reply`](Self::reply).
    ///
    /// A delivery that is no event of the enum gets no reply; with a variant marked
    /// `#[event(other)]` every delivery that can be decoded is one.
    pub fn reply_any<T: 'static>(self, function: impl Handler<E, T, S>) -> Self {
        self.register(Role::Reply, None, function, HandlerPolicy::new(), Some)
    }

    /// Sets the time limit of a function of [`reply`](Self::reply). The default is two seconds,
    /// since Slack and Discord wait for three.
    ///
    /// A function that takes longer is dropped, and the sender gets the plain 2xx.
    pub fn reply_timeout(mut self, timeout: Duration) -> Self {
        self.calls.reply_timeout = timeout;
        self
    }
}
