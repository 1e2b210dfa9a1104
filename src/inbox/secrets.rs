//! The secrets of the endpoints of an inbox.

use super::Inbox;
use crate::secrets::Secrets;

impl Inbox {
    /// Returns the handle on the secrets of an endpoint: which one is used, when last and how often, and
    /// whether an old one can go.
    ///
    /// `None` if this inbox has no secrets for the endpoint, or if they are found for each
    /// [account](crate::secrets::Accounts).
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{EventRouter, Receiver, Secret, WebhookEvent, providers, testing::{Signer, deliver}};
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// let endpoint = EventRouter::new(providers::GITHUB.secret(Secret::new("made-up").named("spring")))
    ///     .on(Push::PUSHED, async |_: serde_json::Value| {})
    ///     .with_state(());
    /// let parts = Receiver::open("memory:").await?.endpoint("/github", endpoint).into_parts();
    /// let signer = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
    /// deliver(&parts.app, signer.event("push").sign("{}")?).await;
    ///
    /// let secrets = parts.inbox.secrets("github").expect("it is an endpoint");
    /// let used: Vec<_> = secrets.usage().iter().map(|it| (it.label(), it.deliveries)).collect();
    /// assert_eq!(used, [("spring".into(), 1)]);
    /// assert!(parts.inbox.secrets("stripe").is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn secrets(&self, endpoint: &str) -> Option<Secrets> {
        let gate = self.rules(endpoint)?.gate();
        (!gate.has_accounts()).then(|| gate.secrets().clone())
    }
}
