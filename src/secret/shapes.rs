//! Texts that are no signing secret by their shape.

use data_encoding::BASE64_NOPAD;

/// Says what a text is, as a clause that follows "the secret".
pub(super) fn of(text: &str) -> Option<&'static str> {
    SHAPES.iter().find(|(is_such, _)| is_such(text)).map(|(_, what)| *what)
}

type Shape = fn(&str) -> bool;

const SHAPES: &[(Shape, &str)] = &[
    (is_masked, "is masked: the sender's page shows the whole of it on request"),
    (is_placeholder, "is a placeholder or a variable that was not filled in"),
    (is_variable, "is the name of a variable, not its value"),
    (is_file, "is the path of a file, not what is in it"),
    (|text| is_sid(text, "AC"), "is the SID of an account at Twilio, not its auth token"),
    (|text| is_sid(text, "SK"), "is the SID of an API key at Twilio, not the auth token"),
    (is_telegram_bot, "is the token of a Telegram bot, not the `secret_token` of its webhook"),
    (is_discord_bot, "is the token of a Discord bot, not the public key of the application"),
    (is_client_id, "is a client id of Slack, not its signing secret"),
    (is_long_number, "is a number, as ids of applications and accounts are"),
];

fn is_masked(text: &str) -> bool {
    text.contains(['•', '●', '…']) || text.contains("***") || text.ends_with("...")
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let unfilled = ["${", "$(", "{{", "process.env", "os.environ", "your_", "your-", "<your"];
    let nothing = ["undefined", "null", "none", "nil", "changeme", "todo", "[object object]"];
    let variable = text.strip_prefix('$').is_some_and(is_upper_name);
    variable || unfilled.iter().any(|word| lower.starts_with(word)) || nothing.contains(&&*lower)
}

fn is_variable(text: &str) -> bool {
    let words = ["SECRET", "TOKEN", "KEY"];
    is_upper_name(text) && text.contains('_') && words.iter().any(|word| text.contains(word))
}

fn is_upper_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

fn is_file(text: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    ["/run/", "/etc/", "/var/", "/home/", "./"].iter().any(|start| text.starts_with(start))
        && text.bytes().all(is_name)
}

fn is_sid(text: &str, kind: &str) -> bool {
    let digits = text.strip_prefix(kind);
    digits.is_some_and(|digits| {
        digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn is_telegram_bot(text: &str) -> bool {
    let parts = text.split_once(':');
    parts
        .is_some_and(|(id, rest)| (6..=12).contains(&id.len()) && is_number(id) && rest.len() == 35)
}

/// Its first part is the id of the bot in base64.
fn is_discord_bot(text: &str) -> bool {
    let id = text.split('.').next().and_then(|id| BASE64_NOPAD.decode(id.as_bytes()).ok());
    let id = id.and_then(|id| String::from_utf8(id).ok());
    text.split('.').count() == 3 && id.is_some_and(|id| is_number(&id))
}

fn is_client_id(text: &str) -> bool {
    let parts = text.split_once('.');
    parts.is_some_and(|(team, app)| team.len() > 8 && is_number(team) && is_number(app))
}

fn is_long_number(text: &str) -> bool {
    text.len() >= 15 && is_number(text)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
