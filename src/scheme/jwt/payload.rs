//! The payload of a token: claims, the document of a request, its body, or the request.

use super::Jwt;

/// The place of what a token signs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub(crate) enum TokenPayload {
    /// In the token, as claims.
    #[default]
    Claims,
    /// In the token, as claims that are the document of the request.
    Document,
    /// The body, in base64url.
    EncodedBody,
    /// The body, as it is.
    RawBody,
    /// Method and path, the headers that this member of the token's header lists, and the body.
    Request(&'static str),
}

impl Jwt {
    /// Says that the claims are the JSON document of the request: names, ids and payloads are looked up in
    /// them, and never in the rest of the body, which is not signed.
    ///
    /// The token lies in the body then, or is all of it ([`Field::Body`](crate::Field::Body)). The provider
    /// has no other way of proof. What lies beside the token is not
    /// [covered](crate::Verified::covers): neither the body as a whole nor a field of a form.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{
    ///     DocumentIn, EventRouter, Field, Provider, WebhookEvent,
    ///     scheme::{Jwt, JwtAlgorithm}, testing::{Signer, deliver},
    /// };
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .jwt_in(Jwt::at(Field::Body, &[JwtAlgorithm::Hs256]).holds_document())
    ///     .names_event_in(&[Field::Json("/type")]);
    /// assert_eq!(ACME.document_in(), DocumentIn::Token(Field::Body));
    ///
    /// #[derive(WebhookEvent)]
    /// #[event(payload = "/order")]
    /// enum AcmeEvent {
    ///     #[event("order.paid")]
    ///     Paid(u64),
    /// }
    ///
    /// let acme = EventRouter::new(ACME.secret("made-up"))
    ///     .on(AcmeEvent::PAID, async |order: u64| assert_eq!(order, 7))
    ///     .with_state(());
    ///
    /// let signed = Signer::new(ACME, "made-up").sign(r#"{"type":"order.paid","order":7}"#)?;
    /// assert!(signed.body().starts_with(b"eyJ"), "the body is a token");
    /// assert_eq!(deliver(&acme, signed).await.status(), 200);
    /// assert_eq!(acme.counts().handled, 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub const fn holds_document(mut self) -> Self {
        self.payload = TokenPayload::Document;
        self
    }

    /// Says that the token has no payload: what it signs is the raw body, in base64url (RFC 7515,
    /// appendix F). It has no claims, and covers the body.
    ///
    /// ```
    /// use hookport::{Provider, RawRequest, Trust, Verdict, scheme::Jwt, testing::Signer};
    ///
    /// const ACME: Provider =
    ///     Provider::new("acme").jwt_in(Jwt::hs256("x-acme-signature").detached());
    ///
    /// let sent = Signer::new(ACME, "made-up").sign("{}")?;
    /// assert!(sent.headers()["x-acme-signature"].to_str()?.contains(".."));
    ///
    /// let acme = ACME.secret("made-up").verifier()?;
    /// let Verdict::Delivery(verified) =
    ///     acme.verify(&RawRequest::from(&sent), std::time::SystemTime::now())?
    /// else {
    ///     panic!("there is no handshake");
    /// };
    /// assert_eq!(verified.trust(), Trust::Signed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn detached(mut self) -> Self {
        self.payload = TokenPayload::EncodedBody;
        self.without_expiry()
    }

    /// Says that the token has no payload, as [`detached`](Self::detached), and that it signs the raw body
    /// as it is: its header has `"b64":false` (RFC 7797).
    pub const fn detached_unencoded(mut self) -> Self {
        self.payload = TokenPayload::RawBody;
        self.without_expiry()
    }

    /// Says that the token has no payload, as [`detached`](Self::detached), and that it signs the request:
    /// `<method> <path>`, a line `<name>: <value>` for each of the headers that the member `listed_in` of the
    /// token's header names, separated by commas, and the raw body (TrueLayer).
    ///
    /// The path has the query, and may have been signed with or without a slash at its end. So the body is
    /// [covered](crate::Verified::covers), and so is the header with the time that
    /// [`signed_at`](Self::signed_at) sets, which the token must list then. Each listed header has to come
    /// once.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use hookport::{Field, Provider, RawRequest, Verdict, VerifyError};
    /// use hookport::{scheme::{Jwt, TimeUnit}, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme").jwt_in(
    ///     Jwt::hs256("acme-signature")
    ///         .signs_request("acme_headers")
    ///         .signed_at("acme-timestamp", TimeUnit::Seconds),
    /// );
    ///
    /// let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    /// let mut sent = Signer::new(ACME, "made-up").at(now).sign("{}")?;
    /// let acme = ACME.secret("made-up").verifier()?;
    ///
    /// let Verdict::Delivery(verified) = acme.verify(&RawRequest::from(&sent), now)? else {
    ///     panic!("there is no handshake");
    /// };
    /// assert_eq!(verified.sent_at(), Some(now));
    /// assert!(verified.covers(Field::Header("acme-timestamp")));
    ///
    /// *sent.uri_mut() = "/another".parse()?;
    /// let refusal = acme.verify(&RawRequest::from(&sent), now).unwrap_err();
    /// assert_eq!(refusal, VerifyError::SignatureMismatch);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn signs_request(mut self, listed_in: &'static str) -> Self {
        self.payload = TokenPayload::Request(listed_in);
        self.without_expiry()
    }
}
