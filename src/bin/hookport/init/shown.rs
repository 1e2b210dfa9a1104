//! The text that `init` shows once: the values to enter at each sender.

use std::{fmt::Write as _, path::Path};

use hookport::Secret;

use super::written::{SecretIn, Written};

/// Returns the URL of each endpoint, and the tokens that were made.
pub(super) fn text(config: &Path, base: &str, endpoints: &[Written]) -> String {
    let mut text = format!("{} is written.\n", config.display());
    for endpoint in endpoints {
        text += &of_endpoint(base, endpoint);
    }
    text
}

/// Returns the URL of the console, its token, and what comes next.
pub(super) fn console(base: &str, file: &str, token: &Secret) -> String {
    let (base, token) = (base.trim_end_matches('/'), token.expose());
    format!(
        "\nconsole\n  URL     {base}/console\n  token   {token}, in {file}\n\n\
         Tokens are not shown again: they are in their files. Start it with `hookport serve`.\n"
    )
}

fn of_endpoint(base: &str, Written { wanted, secret }: &Written) -> String {
    let token = match secret {
        SecretIn::MadeFile(_, token) => token.expose(),
        _ => "TOKEN",
    };
    let url = wanted.url(base, token);
    let mut text = format!("\n{}\n  URL     {url}\n", wanted.provider.name());
    if let Some(header) = wanted.header(token) {
        let _ = writeln!(text, "  header  {header}");
    }
    text + &kept_in(secret)
}

fn kept_in(secret: &SecretIn) -> String {
    match secret {
        SecretIn::Nowhere => "  proof   by the public keys that the sender publishes\n".to_owned(),
        SecretIn::Variable(name) => format!("  secret  in the environment variable {name}\n"),
        SecretIn::MadeFile(file, token) => format!("  token   {}, in {file}\n", token.expose()),
        SecretIn::PastedFile(file, _) => format!("  secret  as you pasted it, in {file}\n"),
        SecretIn::Accounts(file) => {
            format!("  secret  brought by the sender in its first request, into {file}\n")
        }
    }
}
