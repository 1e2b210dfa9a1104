//! GitHub.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Grammar, Signature},
};

/// GitHub: `X-Hub-Signature-256: sha256=<hex>` over the body.
///
/// There is no timestamp. A header names the event, together with the body's `action` if there is
/// one:
/// `push`, `pull_request.opened`. The header and the delivery id are not signed. The older
/// `X-Hub-Signature` with SHA-1 never replaces a missing signature.
///
/// | | |
/// |---|---|
/// | secret | chosen by you, in the settings of the repository, the organization or the GitHub App, under *Webhooks* |
/// | its form | any text |
/// | freshness | none: there is no signed time, so that only the delivery id tells a repetition |
/// | event name | header `X-GitHub-Event` and `/action` in the body; only `/action` is signed |
/// | delivery id | header `X-GitHub-Delivery`, not signed; a redelivery has the same |
/// | tenant | `/installation/id` of a GitHub App, else `/repository/full_name`; signed ([source](https://docs.github.com/apps/creating-github-apps/registering-a-github-app/using-webhooks-with-github-apps)) |
/// | replays | a recorded delivery is handled again under another id, for ever; with `IdempotencyKey::body()` an inbox handles it once for each event name |
/// | answer | any 2xx within ten seconds |
/// | retries | none; a person or the API redelivers |
/// | longest body | 25 MB, which is the default limit of an endpoint |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum GitHubEvent {
///     #[event("pull_request.opened", "pull_request.reopened")]
///     Opened(PullRequestEvent),
///     #[event("pull_request")]
///     PullRequest, // with every other action
///     #[event("ping")]
///     Ping, // the first delivery
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct PullRequestEvent {
///     number: u64,
/// }
///
/// async fn on_opened(event: PullRequestEvent) {
///     println!("#{} wants a review", event.number);
/// }
///
/// let github = EventRouter::new(providers::GITHUB.secret("made-up"))
///     .on(GitHubEvent::OPENED, on_opened)
///     .ignore(GitHubEvent::PULL_REQUEST)
///     .ignore(GitHubEvent::PING)
///     .with_state(());
///
/// let signer = Signer::new(providers::GITHUB, "made-up");
/// let opened = signer.clone().event("pull_request").sign(r#"{"action":"opened","number":7}"#)?;
/// assert_eq!(deliver(&github, opened).await.status(), 200);
///
/// let closed = signer.event("pull_request").sign(r#"{"action":"closed","number":7}"#)?;
/// assert_eq!(deliver(&github, closed).await.status(), 200);
/// assert_eq!((github.counts().handled, github.counts().ignored), (1, 1));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const GITHUB: Provider = Provider::new("github")
    .documented_at("https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Pair {
        first: &Field::Header("x-github-event"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("x-github-delivery")])
    .names_tenant_in(&[Field::Json("/installation/id"), Field::Json("/repository/full_name")])
    .holds_json_in_form_field("payload")
    .sends_at_most(25 * 1024 * 1024)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Never)
    .also_sends(&[("x-hub-signature", OLD_SIGNATURE)])
    .with_mismatch_hint("each webhook of GitHub has a secret of its own; a GitHub App has another")
    .with_notes(&[
        "A redelivery, by hand or through the API, has the delivery id of the first one.",
        "The first delivery is the event `ping`.",
        "A payload over 25 MB is not delivered. As a form a body is longer: raise the body limit.",
    ])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake]);

/// Old releases of GitHub Enterprise Server send it alone.
const OLD_SIGNATURE: &str = "the older signature with SHA-1, which is not accepted";
