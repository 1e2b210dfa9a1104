//! Secrets that change while deliveries come, and secrets that are found for each account. Over HTTP.

mod accounts;
mod brought;
mod brought_again;
#[cfg(all(feature = "inbox", feature = "macros"))]
mod inbox;
mod kept_accounts;
mod rotation;
mod server;
mod unknown_accounts;

use hookport::{Secret, providers, testing::Signer};
use http::StatusCode;
use server::Server;

const BODY: &str = r#"{"id":"evt_1","type":"invoice.paid"}"#;

/// The status of a delivery of GitHub to a path, signed with a secret.
async fn status(server: &Server, path: &str, secret: &str) -> StatusCode {
    let signer = Signer::new(providers::GITHUB, secret).url(format!("http://localhost{path}"));
    server.send(signer.event("push").sign(BODY).unwrap()).await
}

fn secrets<const N: usize>(texts: [&str; N]) -> Vec<Secret> {
    texts.map(Secret::from).into()
}
