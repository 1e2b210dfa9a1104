//! The facts that make a provider whole.

use crate::words::words;

words! {
    /// One of the seven facts that a receiver needs of its sender.
    ///
    /// ```
    /// use hookport::{Fact, FactState, providers};
    ///
    /// let proof = |provider: &hookport::Provider| provider.fact(Fact::Proof);
    /// assert!(providers::ALL.iter().all(|provider| proof(provider) == FactState::Given));
    /// assert_eq!(Fact::DeliveryId.as_str(), "delivery_id");
    /// ```
    #[cfg_attr(
        feature = "provider-file",
        derive(serde::Serialize, serde::Deserialize),
        serde(rename_all = "kebab-case")
    )]
    pub enum Fact {
        /// The [ways in which the sender proves itself](crate::Provider::schemes).
        Proof = "proof",
        /// The [fields that hold the event name](crate::Provider::event_name).
        EventName = "event_name",
        /// The [fields that hold the delivery id](crate::Provider::delivery_id), which a retry keeps.
        DeliveryId = "delivery_id",
        /// The [length of the longest body](crate::Provider::longest_body).
        LongestBody = "longest_body",
        /// The [answer that the sender expects](crate::Provider::expected_status).
        Answer = "answer",
        /// The [schedule of retries](crate::Provider::retries).
        Retries = "retries",
        /// The [handshakes](crate::Provider::handshakes) before the first delivery, or between two.
        Handshake = "handshake",
    }
}

words! {
    /// The knowledge of one fact of a sender. See [`Provider::fact`](crate::Provider::fact).
    pub enum FactState {
        /// The value is known.
        Given = "given",
        /// The sender has no such thing: no delivery id, no handshake, no limit of length.
        None = "none",
        /// The sender's pages and SDKs were searched, and do not say it.
        NotPublished = "not_published",
        /// Nobody looked for it yet.
        Unknown = "unknown",
    }
}

impl Fact {
    /// Returns whether `facts` has this one.
    pub(crate) const fn is_in(self, facts: &[Self]) -> bool {
        let mut nth = 0;
        while nth < facts.len() {
            if facts[nth] as u8 == self as u8 {
                return true;
            }
            nth += 1;
        }
        false
    }
}
