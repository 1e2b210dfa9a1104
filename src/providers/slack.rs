//! Slack.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Grammar, Guard, Handshake, Signature, TimeUnit, When},
};

/// Slack: `X-Slack-Signature: v0=<hex>` over `v0:<timestamp>:<body>`, fresh within five minutes.
///
/// Events are JSON, interactions hold JSON in the form field `payload`, and slash commands are
/// plain forms: their event name is the command. `url_verification` is answered if it is signed.
/// The certificate check of a slash command (`ssl_check=1`) has no signature: it gets an empty 200,
/// as from Slack's own SDKs.
///
/// | | |
/// |---|---|
/// | secret | *Signing Secret* of the app, under *Basic Information* |
/// | its form | 32 hexadecimal digits, used as text |
/// | freshness | five minutes, as Slack advises, but for times in the future too |
/// | event name | form field `command`, else `/event/type`, else `/type`; signed |
/// | tenant | `team_id` of a command, `/team_id` of an event, `/team/id` of an interaction: the workspace, signed ([source](https://docs.slack.dev/tools/bolt-js/reference/interfaces/EnvelopedEvent)) |
/// | delivery id | `/event_id` of an event, signed; commands and interactions have none |
/// | answer | 2xx within three seconds |
/// | retries | at once, after one minute and after five minutes |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Reply, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum SlackEvent {
///     #[event("app_mention", payload = "/event")]
///     Mention(Mention),
///     #[event("/deploy")]
///     Deploy(Command), // the whole form
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Mention {
///     user: String,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Command {
///     text: String,
/// }
///
/// async fn on_deploy(command: Command) -> Reply {
///     Reply::text(format!("Deploying {}.", command.text))
/// }
///
/// let slack = EventRouter::new(providers::SLACK.secret("made-up"))
///     .on(SlackEvent::MENTION, async |mention: Mention| println!("{} calls", mention.user))
///     .on(SlackEvent::DEPLOY, on_deploy)
///     .with_state(());
/// let signer = Signer::new(providers::SLACK, "made-up");
///
/// let command = signer.sign("command=%2Fdeploy&text=main")?;
/// assert_eq!(deliver(&slack, command).await.body(), "Deploying main.");
///
/// let mention = r#"{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","user":"U1"}}"#;
/// assert_eq!(deliver(&slack, signer.sign(mention)?).await.status(), 200);
///
/// // Slack asks this once, when you enter the URL.
/// let question = signer.sign(r#"{"type":"url_verification","challenge":"3eZbrw1a"}"#)?;
/// assert_eq!(deliver(&slack, question).await.body(), "3eZbrw1a");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const SLACK: Provider = Provider::new("slack")
    .documented_at("https://docs.slack.dev/authentication/verifying-requests-from-slack")
    .signed_with(
        Signature::hmac_sha256("x-slack-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Field::Header("x-slack-request-timestamp"), TimeUnit::Seconds)
            .over("v0:{timestamp}:{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Form("command"), Field::Json("/event/type"), Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .names_tenant_in(&[Field::Form("team_id"), Field::Json("/team_id"), Field::Json("/team/id")])
    .holds_json_in_form_field("payload")
    .answers_handshakes(&[
        Handshake::new(
            Guard::Verified,
            &[When::Is(Field::Json("/type"), "url_verification")],
            Answer::echo(Field::Json("/challenge")),
        ),
        Handshake::new(
            Guard::Anyone,
            &[When::OnlyFields(&["ssl_check", "token"]), When::Is(Field::Form("ssl_check"), "1")],
            Answer::empty(),
        ),
    ])
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::After(&[
        Duration::ZERO,
        Duration::from_secs(60),
        Duration::from_secs(5 * 60),
    ]))
    .with_mismatch_hint(
        "Slack signs with the signing secret under `Basic Information`; verification token, client \
         secret and bot tokens are others",
    )
    .with_notes(&["Slash commands and interactions have no delivery id."])
    .expects(StatusCode::OK)
    .does_not_publish(&[Fact::LongestBody]);
