//! The secrets of the endpoints of an inbox.

use super::Inbox;
use crate::secrets::{Accounts, Secrets};

impl Inbox {
    /// Returns the handle on the secrets of an endpoint: which one is used, when last and how often, and
    /// whether an old one can go.
    ///
    /// `None` if this inbox has no secrets for the endpoint, or if they are found for each
    /// [account](Self::accounts).
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
        gate.accounts().is_none().then(|| gate.secrets().clone())
    }

    /// Returns the accounts of an endpoint, with the uses of the secrets of each.
    ///
    /// `None` if this inbox has no secrets for the endpoint, or if they are not found for each account.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{EventRouter, Receiver, Secret, WebhookEvent, providers};
    /// use hookport::{secrets::{Accounts, MemorySecrets}, testing::{Signer, deliver}};
    ///
    /// #[derive(WebhookEvent)]
    /// enum Push {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// let store = MemorySecrets::new(); // your database
    /// store.set("acme", [Secret::new("made-up").named("spring")]);
    /// let accounts = Accounts::by_path(providers::GITHUB.source(), "/github/{account}", store);
    /// let endpoint = EventRouter::new(accounts)
    ///     .on(Push::PUSHED, async |_: serde_json::Value| {})
    ///     .with_state(());
    /// let parts = Receiver::open("memory:").await?.endpoint("/github", endpoint).into_parts();
    /// let signer = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github/acme");
    /// deliver(&parts.app, signer.event("push").sign("{}")?).await;
    ///
    /// let accounts = parts.inbox.accounts("github").expect("it has accounts");
    /// for account in accounts.in_memory() {
    ///     let usage = &accounts.usage(&account)[0];
    ///     assert_eq!((&*account, usage.label(), usage.deliveries), ("acme", "spring".into(), 1));
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn accounts(&self, endpoint: &str) -> Option<Accounts> {
        self.rules(endpoint)?.gate().accounts().cloned()
    }

    /// Goes on with the records of the secrets of a receiver that this one takes the place of.
    pub(crate) fn continue_secrets_of(&self, replaced: &Self) {
        for name in self.endpoint_names() {
            if let (Some(now), Some(before)) = (self.secrets(name), replaced.secrets(name)) {
                now.continue_records_of(&before);
            }
        }
    }
}
