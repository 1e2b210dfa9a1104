//! Telegram Bot API.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Telegram Bot API: the `secret_token` of `setWebhook` in `X-Telegram-Bot-Api-Secret-Token`.
///
/// The event name is the name of the only member besides `update_id`: `message`, `callback_query`,
/// …
pub const TELEGRAM: Provider = Provider::new("telegram")
    .documented_at("https://core.telegram.org/bots/api#setwebhook")
    .token_in(Token::header("x-telegram-bot-api-secret-token"))
    .names_event_in(&[Field::OtherMember("update_id")])
    .names_delivery_in(&[Field::Json("/update_id")])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&["`update_id` grows with each update."]);
