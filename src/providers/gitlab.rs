//! GitLab.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{KeyForm, Scheme, Signature, Token},
};

/// GitLab: the secret token in `X-Gitlab-Token`; or, since 19.0, a signing token `whsec_…` that
/// signs as [Standard Webhooks](super::STANDARD_WEBHOOKS) do.
///
/// The configured secret decides which of both is expected. GitLab may send both at once, so the
/// secret token is ignored if only a signing token is configured.
///
/// | | |
/// |---|---|
/// | secret | chosen by you or generated, in the settings of the project, the group or the instance, under *Webhooks* |
/// | its form | secret token: any text; signing token: `whsec_` and 32 bytes in base64 |
/// | freshness | signing token: five minutes; secret token: none |
/// | event name | header `X-Gitlab-Event`, not signed |
/// | delivery id | header `webhook-id`, signed, or `Idempotency-Key`, not signed; both stay the same in a retry |
/// | replays | with a signing token an inbox handles a recorded delivery once; whoever knows a secret token can send anything |
/// | answer | 2xx within ten seconds |
/// | retries | on errors; a webhook that fails repeatedly is disabled |
/// | longest body | 25 MB, which is the default limit of an endpoint |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Trust, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum GitLabEvent {
///     #[event("Push Hook", "Tag Push Hook")]
///     Push(Push),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Push {
///     r#ref: String,
/// }
///
/// /// A delivery with a secret token proves less: whoever sees one can send others.
/// async fn on_push(push: Push, trust: Trust) {
///     println!("{}: {trust:?}", push.r#ref);
/// }
///
/// let secret_token = "made-up";
/// let signing_token = "whsec_bWFkZS11cC1zaWduaW5nLXRva2VuLW9mLTMyLWJ5dGU=";
/// for secret in [secret_token, signing_token] {
///     let gitlab = EventRouter::new(providers::GITLAB.secret(secret))
///         .on(GitLabEvent::PUSH, on_push)
///         .with_state(());
///
///     let push = Signer::new(providers::GITLAB, secret)
///         .event("Push Hook")
///         .sign(r#"{"object_kind":"push","ref":"refs/heads/main"}"#)?;
///     assert_eq!(push.headers().contains_key("webhook-signature"), secret == signing_token);
///     assert_eq!(deliver(&gitlab, push).await.status(), 200);
/// }
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const GITLAB: Provider = Provider::new("gitlab")
    .documented_at("https://docs.gitlab.com/user/project/integrations/webhooks/")
    .proved_by(&[
        Scheme::Signature(Signature::standard_webhooks().key(KeyForm::Base64After("whsec_"))),
        Scheme::Token(Token::header("x-gitlab-token")),
    ])
    .names_event_in(&[Field::Header("x-gitlab-event")])
    .names_delivery_in(&[Field::Header("webhook-id"), Field::Header("idempotency-key")])
    .sends_at_most(25 * 1024 * 1024)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described(
        "on errors; after repeated failures the webhook is disabled",
    ))
    .with_mismatch_hint(
        "GitLab has two kinds of secret: the signing token `whsec_…` and the secret token",
    )
    .with_notes(&[
        "The longest body is the limit in GitLab's source, `WebHookService::REQUEST_BODY_SIZE_LIMIT`.",
        "`Idempotency-Key` is sent since 17.4 and stays the same in a retry.",
        "`X-Gitlab-Event-UUID` is the same for all webhooks of one event.",
    ]).expects(StatusCode::OK).has_none_of(&[Fact::Handshake]);
