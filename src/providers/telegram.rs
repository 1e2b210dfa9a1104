//! Telegram Bot API.

use http::StatusCode;

use crate::{Fact, Field, Provider, SenderRetries, scheme::Token};

/// Telegram Bot API: the `secret_token` of `setWebhook` in `X-Telegram-Bot-Api-Secret-Token`.
///
/// The event name is the name of the only member besides `update_id`: `message`, `callback_query`,
/// …
///
/// | | |
/// |---|---|
/// | secret | chosen by you: the parameter `secret_token` of the method `setWebhook` |
/// | its form | 1 to 256 letters, digits, `_` and `-` |
/// | freshness | none: nothing is signed |
/// | event name | the name of the member beside `update_id` |
/// | delivery id | `/update_id` |
/// | replays | whoever knows the secret can send anything; updates of two bots with one `update_id` are told apart by their bodies |
/// | answer | 2xx; its body may call one method of the Bot API |
/// | not published | retries, the time that Telegram waits for an answer, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Reply, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
/// use serde_json::json;
///
/// #[derive(WebhookEvent)]
/// enum Update {
///     #[event("message", payload = "/message")]
///     Message(Message),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Message {
///     chat: Chat,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Chat {
///     id: i64,
/// }
///
/// async fn on_message(message: Message) -> Reply {
///     Reply::json(&json!({"method": "sendMessage", "chat_id": message.chat.id, "text": "Hello"}))
/// }
///
/// let telegram = EventRouter::new(providers::TELEGRAM.secret("made-up"))
///     .on(Update::MESSAGE, on_message)
///     .with_state(());
///
/// let update = r#"{"update_id":1,"message":{"chat":{"id":7},"text":"/start"}}"#;
/// let answer = deliver(&telegram, Signer::new(providers::TELEGRAM, "made-up").sign(update)?).await;
/// assert_eq!(answer.body(), r#"{"chat_id":7,"method":"sendMessage","text":"Hello"}"#);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const TELEGRAM: Provider = Provider::new("telegram")
    .documented_at("https://core.telegram.org/bots/api#setwebhook")
    .token_in(Token::header("x-telegram-bot-api-secret-token"))
    .names_event_in(&[Field::OtherMember("update_id")])
    .names_delivery_in(&[Field::Json("/update_id")])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&["`update_id` grows with each update."])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::Retries, Fact::LongestBody]);
