//! Telegram Bot API.

use super::{Provider, Retries};
use crate::{Value, verify::Token};

/// Telegram Bot API: the `secret_token` of `setWebhook` in `X-Telegram-Bot-Api-Secret-Token`.
///
/// The event name is the name of the one member besides `update_id`: `message`, `callback_query`, …
pub const TELEGRAM: Provider = Provider::new("telegram")
    .docs("https://core.telegram.org/bots/api#setwebhook")
    .token_in(Token::header("x-telegram-bot-api-secret-token"))
    .event_name(&[Value::MemberBesides("update_id")])
    .delivery_id(&[Value::Json("/update_id")])
    .retries(Retries::Unknown)
    .notes(&["`update_id` grows with each update."]);
