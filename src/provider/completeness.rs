//! The completeness of a provider: which facts are known, and from which page.

use super::{Fact, FactState, Provider, SenderRetries};

impl Provider {
    /// Sets the facts that the sender has no value of: it has no delivery id, no handshake, no event name.
    ///
    /// Say it only if a page or an SDK of the sender says it, or shows the whole delivery.
    ///
    /// ```
    /// use hookport::{Fact, FactState, Provider, scheme::Signature};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .has_none_of(&[Fact::DeliveryId, Fact::Handshake]);
    ///
    /// assert_eq!(ACME.fact(Fact::DeliveryId), FactState::None);
    /// assert_eq!(ACME.fact(Fact::EventName), FactState::Unknown);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the value of one of them is given, if one of them is [said to be not
    /// published](Self::does_not_publish), and for [`Fact::Retries`], which have
    /// [`SenderRetries::Never`]. In a constant that is an error of the compiler.
    ///
    /// ```compile_fail
    /// use hookport::{Fact, Field, Provider};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .names_delivery_in(&[Field::Json("/id")])
    ///     .has_none_of(&[Fact::DeliveryId]);
    /// ```
    #[track_caller]
    pub const fn has_none_of(mut self, facts: &'static [Fact]) -> Self {
        assert!(!self.gives_any_of(facts), "`has_none_of` names a fact whose value is given");
        assert!(
            !Fact::Retries.is_in(facts),
            "`SenderRetries::Never` says that there are no retries"
        );
        assert!(!have_common(facts, self.not_published), "a fact is both absent and not published");
        self.none_of = facts;
        self
    }

    /// Sets the facts that were looked for in the sender's pages and SDKs, and are not there.
    ///
    /// ```
    /// use hookport::{Fact, FactState, Provider};
    ///
    /// const ACME: Provider = Provider::new("acme").does_not_publish(&[Fact::LongestBody]);
    ///
    /// assert_eq!(ACME.fact(Fact::LongestBody), FactState::NotPublished);
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the value of one of them is given, or if one of them is [said to be
    /// absent](Self::has_none_of). In a constant that is an error of the compiler.
    ///
    /// ```compile_fail
    /// use hookport::{Fact, Provider};
    ///
    /// const ACME: Provider =
    ///     Provider::new("acme").sends_at_most(1024).does_not_publish(&[Fact::LongestBody]);
    /// ```
    #[track_caller]
    pub const fn does_not_publish(mut self, facts: &'static [Fact]) -> Self {
        assert!(!self.gives_any_of(facts), "`does_not_publish` names a fact whose value is given");
        assert!(!have_common(facts, self.none_of), "a fact is both absent and not published");
        self.not_published = facts;
        self
    }

    /// Sets the pages that say a fact, beside the [page of the provider](Self::docs): each with the facts
    /// that it says.
    ///
    /// ```
    /// use std::time::Duration;
    /// use hookport::{Fact, Provider, SenderRetries};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .documented_at("https://acme.example/docs/webhooks")
    ///     .retries_as(SenderRetries::Never)
    ///     .sourced(&[("https://acme.example/docs/retries", &[Fact::Retries])]);
    ///
    /// assert_eq!(ACME.source_of(Fact::Retries), Some("https://acme.example/docs/retries"));
    /// assert_eq!(ACME.source_of(Fact::Handshake), None, "nothing is known of it");
    /// ```
    pub const fn sourced(mut self, pages: &'static [(&'static str, &'static [Fact])]) -> Self {
        self.sources = pages;
        self
    }

    /// Returns the knowledge of one fact. A value that is given counts, whatever else was said.
    ///
    /// ```
    /// use hookport::{Fact, FactState, providers};
    ///
    /// assert_eq!(providers::GITHUB.fact(Fact::LongestBody), FactState::Given);
    /// assert_eq!(providers::STRIPE.fact(Fact::LongestBody), FactState::NotPublished);
    /// ```
    pub const fn fact(&self, fact: Fact) -> FactState {
        if self.gives(fact) {
            FactState::Given
        } else if fact.is_in(self.none_of) {
            FactState::None
        } else if fact.is_in(self.not_published) {
            FactState::NotPublished
        } else {
            FactState::Unknown
        }
    }

    /// Returns the page or the SDK that a fact is from; `None` if the fact is unknown, or nobody said where
    /// it is from.
    pub fn source_of(&self, fact: Fact) -> Option<&'static str> {
        let is_known = self.fact(fact) != FactState::Unknown;
        let page = self.sources.iter().find(|(_, facts)| fact.is_in(facts)).map(|(page, _)| *page);
        page.or(self.docs).filter(|_| is_known)
    }

    /// Returns whether nothing about the sender is left to look up: each of the [seven facts](Fact::ALL) is
    /// given, absent, or looked up and not published, and has its [source](Self::source_of).
    ///
    /// ```
    /// use hookport::{Fact, FactState, providers};
    ///
    /// assert!(providers::GITHUB.is_whole());
    /// for provider in providers::ALL.iter().filter(|provider| provider.is_whole()) {
    ///     assert!(Fact::ALL.iter().all(|fact| provider.fact(*fact) != FactState::Unknown));
    /// }
    /// ```
    pub fn is_whole(&self) -> bool {
        Fact::ALL.iter().all(|fact| self.source_of(*fact).is_some())
    }

    const fn gives_any_of(&self, facts: &[Fact]) -> bool {
        let mut nth = 0;
        while nth < facts.len() {
            if self.gives(facts[nth]) {
                return true;
            }
            nth += 1;
        }
        false
    }

    const fn gives(&self, fact: Fact) -> bool {
        match fact {
            Fact::Proof => !self.schemes().is_empty(),
            Fact::EventName => !self.event_name.is_empty(),
            Fact::DeliveryId => !self.delivery_id.is_empty(),
            Fact::LongestBody => self.longest_body.is_some(),
            Fact::Answer => self.answer.is_some(),
            Fact::Retries => !matches!(self.retries, SenderRetries::Unknown),
            Fact::Handshake => !self.handshakes.is_empty() || !self.brought_secrets.is_empty(),
        }
    }
}

const fn have_common(left: &[Fact], right: &[Fact]) -> bool {
    let mut nth = 0;
    while nth < left.len() {
        if left[nth].is_in(right) {
            return true;
        }
        nth += 1;
    }
    false
}
