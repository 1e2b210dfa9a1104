//! Providers: the published facts about how a sender delivers.

use std::time::Duration;

use http::StatusCode;

mod bodies;
mod brought_secret;
mod completeness;
mod credentials;
mod fact;
mod getters;
mod hints;
mod methods;
mod names;
mod schemes;
#[cfg(feature = "console")]
mod secret_names;
mod sender_retries;
mod settings;
mod url_credentials;

#[cfg(feature = "console")]
pub(crate) use credentials::CredentialPlaces;
pub use fact::{Fact, FactState};
pub(crate) use schemes::Schemes;
#[cfg(feature = "console")]
pub(crate) use secret_names::sounds_secret;
pub use sender_retries::SenderRetries;
#[cfg(any(feature = "console", feature = "destinations"))]
pub(crate) use url_credentials::HIDDEN;
pub(crate) use url_credentials::UrlCredentials;

use crate::{
    Field, Items, XmlDocument,
    scheme::{
        Answer, BroughtSecret, Encryption, Handshake, HttpSignature, Jwt, ReplySignature, Scheme,
        Signature, Token,
    },
};

/// The published facts about how one sender delivers: its proof, the places of event name and
/// delivery id, the answer that it expects, and its retries.
///
/// [`Provider::fact`] tells which of them are known, and [`Provider::is_whole`] whether all are.
///
/// A provider is a constant. Write one of your own with the methods that the built-in ones use:
///
/// ```
/// use hookport::{Secret, Field, Provider, scheme::{Grammar, Signature}};
///
/// /// `X-Acme-Signature: sha256=<hex>` over the body.
/// const ACME: Provider = Provider::new("acme")
///     .documented_at("https://acme.example/docs/webhooks")
///     .signed_with(
///         Signature::hmac_sha256("x-acme-signature").written_as(Grammar::Prefix("sha256=")),
///     )
///     .names_event_in(&[Field::Json("/type")])
///     .names_delivery_in(&[Field::Header("x-acme-delivery")]);
///
/// assert!(ACME.secret(Secret::new("made-up")).verifier().is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields, default = "unnamed")
)]
#[must_use]
pub struct Provider {
    pub(crate) name: &'static str,
    pub(crate) based_on: Option<&'static str>,
    #[cfg_attr(feature = "provider-file", serde(rename = "documented-at"))]
    pub(crate) docs: Option<&'static str>,
    #[cfg_attr(feature = "provider-file", serde(rename = "proved-by"))]
    pub(crate) schemes: Schemes,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "names-event-in", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) event_name: &'static [Field],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "names-delivery-in", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) delivery_id: &'static [Field],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "deduplicated-by", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) idempotency_key: &'static [Field],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "names-tenant-in", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) tenant: &'static [Field],
    #[cfg_attr(feature = "provider-file", serde(rename = "holds-json-in-form-field"))]
    pub(crate) json_form_field: Option<&'static str>,
    #[cfg_attr(feature = "provider-file", serde(rename = "holds-xml"))]
    pub(crate) xml: Option<XmlDocument>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "encrypted", deserialize_with = "crate::toml_forms::kept")
    )]
    pub(crate) encryption: Option<&'static Encryption>,
    #[cfg_attr(feature = "provider-file", serde(rename = "holds-items"))]
    pub(crate) items: Option<Items>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "answers-handshakes", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) handshakes: &'static [Handshake],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "brings-secret", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) brought_secrets: &'static [BroughtSecret],
    #[cfg_attr(feature = "provider-file", serde(rename = "also-delivers-with-get"))]
    pub(crate) get: bool,
    #[cfg_attr(
        feature = "provider-file",
        serde(
            rename = "also-delivers-with-put-and-delete",
            default,
            skip_serializing_if = "std::ops::Not::not"
        )
    )]
    pub(crate) put_and_delete: bool,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "expects", with = "crate::toml_forms::status")
    )]
    pub(crate) answer: Option<StatusCode>,
    pub(crate) answers_with: Option<Answer>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "signs-replies", deserialize_with = "crate::toml_forms::kept")
    )]
    pub(crate) reply_signature: Option<&'static ReplySignature>,
    #[cfg_attr(feature = "provider-file", serde(rename = "sends-at-most"))]
    pub(crate) longest_body: Option<usize>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "waits-at-most", with = "crate::toml_forms::duration")
    )]
    pub(crate) deadline: Option<Duration>,
    #[cfg_attr(feature = "provider-file", serde(rename = "retries-as"))]
    pub(crate) retries: SenderRetries,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "with-notes", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) notes: &'static [&'static str],
    #[cfg_attr(feature = "provider-file", serde(rename = "shows-secrets-after"))]
    pub(crate) secret_beginning: Option<&'static str>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "also-sends", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) other_headers: &'static [(&'static str, &'static str)],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "with-headers", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) example_headers: &'static [(&'static str, &'static str)],
    #[cfg_attr(feature = "provider-file", serde(rename = "with-mismatch-hint"))]
    pub(crate) mismatch_hint: Option<&'static str>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "has-none-of", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) none_of: &'static [Fact],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "does-not-publish", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) not_published: &'static [Fact],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "sourced", deserialize_with = "crate::toml_forms::lists_by_name")
    )]
    pub(crate) sources: &'static [(&'static str, &'static [Fact])],
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "needs-settings", deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) settings: &'static [(&'static str, &'static str)],
}

impl Provider {
    /// Starts a provider. The name is in kebab-case, as on the command line.
    ///
    /// By default deliveries come with `POST` and expect a 200, and nothing is known about proof,
    /// event name, delivery id, deadline and retries.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            based_on: None,
            docs: None,
            schemes: Schemes::Several(&[]),
            event_name: &[],
            delivery_id: &[],
            idempotency_key: &[],
            tenant: &[],
            json_form_field: None,
            xml: None,
            encryption: None,
            items: None,
            handshakes: &[],
            brought_secrets: &[],
            get: false,
            put_and_delete: false,
            answer: None,
            answers_with: None,
            reply_signature: None,
            longest_body: None,
            deadline: None,
            retries: SenderRetries::Unknown,
            notes: &[],
            secret_beginning: None,
            other_headers: &[],
            example_headers: &[],
            mismatch_hint: None,
            none_of: &[],
            not_published: &[],
            sources: &[],
            settings: &[],
        }
    }

    /// Makes a sender that is as this one but for its name: one of the many that deliver through the same
    /// service, or by the same specification. [`based_on`](Self::based_on) tells which one.
    ///
    /// It has all facts of this one. Set those that differ, the page among them.
    ///
    /// ```
    /// use hookport::{Provider, providers};
    ///
    /// const ACME: Provider =
    ///     providers::SVIX.named("acme").documented_at("https://acme.example/docs/webhooks");
    ///
    /// assert_eq!((ACME.name(), ACME.based_on()), ("acme", Some("svix")));
    /// assert_eq!(ACME.schemes(), providers::SVIX.schemes());
    /// ```
    pub const fn named(mut self, name: &'static str) -> Self {
        if self.based_on.is_none() {
            self.based_on = Some(self.name);
        }
        self.name = name;
        self
    }

    /// Sets the URL of the page that the facts are from.
    pub const fn documented_at(mut self, url: &'static str) -> Self {
        self.docs = Some(url);
        self
    }

    /// Says that the sender proves itself with a signature.
    ///
    /// ```
    /// use hookport::{Provider, scheme::Signature};
    ///
    /// const ACME: Provider =
    ///     Provider::new("acme").signed_with(Signature::hmac_sha256("x-acme-signature"));
    /// ```
    pub const fn signed_with(mut self, signature: Signature) -> Self {
        self.schemes = Schemes::One(Scheme::Signature(signature));
        self
    }

    /// Says that the sender proves itself with a shared secret that it shows.
    ///
    /// ```
    /// use hookport::{Provider, scheme::Token};
    ///
    /// const ACME: Provider = Provider::new("acme").token_in(Token::header("x-acme-token"));
    /// ```
    pub const fn token_in(mut self, token: Token) -> Self {
        self.schemes = Schemes::One(Scheme::Token(token));
        self
    }

    /// Says that the sender proves itself with a JSON Web Token that it signs.
    ///
    /// ```
    /// use hookport::{Provider, scheme::{Claim, Jwt}};
    ///
    /// const ACME: Provider = Provider::new("acme").jwt_in(
    ///     Jwt::hs256("authorization").after("Bearer").with_claims(&[Claim::Is("iss", "acme")]),
    /// );
    /// ```
    pub const fn jwt_in(mut self, jwt: Jwt) -> Self {
        self.schemes = Schemes::One(Scheme::Jwt(jwt));
        self
    }

    /// Says that the sender proves itself with a signature that names the parts of the request that it
    /// covers (RFC 9421, or the draft before it).
    ///
    /// ```
    /// use hookport::{Provider, scheme::HttpSignature};
    ///
    /// const ACME: Provider = Provider::new("acme").http_signed_with(
    ///     HttpSignature::ed25519().covering(&["@method", "@target-uri", "content-digest"]),
    /// );
    /// ```
    pub const fn http_signed_with(mut self, signature: HttpSignature) -> Self {
        self.schemes = Schemes::One(Scheme::HttpSignature(signature));
        self
    }

    /// Says that the sender proves itself in one of several ways.
    ///
    /// A secret belongs to the first way that takes secrets of its [form](crate::scheme::KeyForm).
    /// A way without a secret is not accepted. See [`Scheme`](crate::scheme::Scheme) for an
    /// example.
    pub const fn proved_by(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = Schemes::Several(schemes);
        self
    }

    /// Sets the handshakes that are answered without a handler. See
    /// [`Handshake`] for an example.
    pub const fn answers_handshakes(mut self, handshakes: &'static [Handshake]) -> Self {
        self.handshakes = handshakes;
        self
    }

    /// Sets the status that the sender expects for an accepted delivery. The default is 200. Say 200 for a
    /// sender that takes any 2xx, so that the [answer is known](crate::Fact::Answer).
    ///
    /// It is the answer to a delivery that was taken and has no [`Reply`](crate::Reply). An inbox answers
    /// with it too.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use http::StatusCode;
    /// # use hookport::{EventRouter, Provider, WebhookEvent, scheme::Signature, testing::{Signer, deliver}};
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .expects(StatusCode::ACCEPTED);
    /// # #[derive(WebhookEvent)]
    /// # #[event(name(fixed = "order"))]
    /// # enum AcmeEvent {
    /// #     #[event("order")]
    /// #     Order(serde_json::Value),
    /// # }
    /// # let acme = EventRouter::new(ACME.secret("made-up"))
    /// #     .on(AcmeEvent::ORDER, async |_: serde_json::Value| {})
    /// #     .with_state(());
    ///
    /// let signed = Signer::new(ACME, "made-up").sign("{}")?;
    /// assert_eq!(deliver(&acme, signed).await.status(), 202);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub const fn expects(mut self, status: StatusCode) -> Self {
        self.answer = Some(status);
        self
    }

    /// Sets the answer that the sender expects for an accepted delivery, where it reads more than a status.
    /// It is given wherever [`expects`](Self::expects) is: by a router, by an inbox, and by nobody where a
    /// handler replies.
    ///
    /// A value of the request is [plain](crate::scheme::AnswerValue::Plain) or otherwise bounded. If it is missing, the
    /// answer is the bare status. An HMAC or a hash is refused at start-up.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use hookport::{EventRouter, WebhookEvent, testing::{Signer, deliver}};
    /// use hookport::{Provider, scheme::{Answer, AnswerValue, Signature}};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .answers_with(Answer::text(AnswerValue::Fixed("success")));
    /// # #[derive(WebhookEvent)]
    /// # #[event(name(fixed = "order"))]
    /// # enum AcmeEvent {
    /// #     #[event("order")]
    /// #     Order(serde_json::Value),
    /// # }
    /// # let acme = EventRouter::new(ACME.secret("made-up"))
    /// #     .on(AcmeEvent::ORDER, async |_: serde_json::Value| {})
    /// #     .with_state(());
    ///
    /// let answer = deliver(&acme, Signer::new(ACME, "made-up").sign("{}")?).await;
    /// assert_eq!((answer.status(), &answer.body()[..]), (http::StatusCode::OK, &b"success"[..]));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub const fn answers_with(mut self, answer: Answer) -> Self {
        self.answer = Some(answer.status);
        self.answers_with = Some(answer);
        self
    }

    /// Says that the sender believes a reply only if it is signed. See [`ReplySignature`] for an example.
    ///
    /// A reply that cannot be signed is a 500, with an error in the log.
    pub const fn signs_replies(mut self, signature: &'static ReplySignature) -> Self {
        self.reply_signature = Some(signature);
        self
    }

    /// Returns the signature that the sender wants of a reply.
    pub const fn reply_signature(&self) -> Option<&'static ReplySignature> {
        self.reply_signature
    }

    /// Sets the length of the longest body that the sender delivers, in bytes.
    ///
    /// The default limit of a router, layer or receiver is this length, but at least 2 MiB.
    ///
    /// # Panics
    ///
    /// Panics if it is zero; in a constant that is an error of the compiler.
    pub const fn sends_at_most(mut self, bytes: usize) -> Self {
        assert!(bytes > 0, "`sends_at_most` must not be zero");
        self.longest_body = Some(bytes);
        self
    }

    /// Sets the time that the sender waits for an answer.
    ///
    /// # Panics
    ///
    /// Panics if it is zero; in a constant that is an error of the compiler.
    pub const fn waits_at_most(mut self, deadline: Duration) -> Self {
        assert!(!deadline.is_zero(), "`waits_at_most` must not be zero");
        self.deadline = Some(deadline);
        self
    }

    /// Sets the sender's schedule of retries, for deliveries that get no 2xx.
    pub const fn retries_as(mut self, retries: SenderRetries) -> Self {
        self.retries = retries;
        self
    }
}

/// The provider whose facts stand where a file says nothing.
#[cfg(feature = "provider-file")]
const fn unnamed() -> Provider {
    Provider::new("")
}
