//! GitLab.

use std::time::Duration;

use super::standard_webhooks::{HMAC_HEADERS, WHSEC};
use crate::{
    Field, Provider, SenderRetries,
    scheme::{KeyForm, Scheme, Token},
};

/// GitLab: the secret token in `X-Gitlab-Token`; or, since 19.0, a signing token `whsec_…` that
/// signs as [Standard Webhooks](super::STANDARD_WEBHOOKS) do.
///
/// The configured secret decides which of both is expected. GitLab may send both at once, so the
/// secret token is ignored if only a signing token is configured.
pub const GITLAB: Provider = Provider::new("gitlab")
    .documented_at("https://docs.gitlab.com/user/project/integrations/webhooks/")
    .proved_by(&[
        Scheme::Signature(HMAC_HEADERS.key(KeyForm::Base64After(WHSEC))),
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
    ]);
