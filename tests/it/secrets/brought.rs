//! Secrets that a sender brings in its first request.

use std::{fs, sync::Arc};

use bytes::Bytes;
use hookport::{
    Field, Provider, ReceiveLayer, Secret, providers,
    secrets::{Accounts, FileSecrets, MemorySecrets, SecretStore},
    testing::Signer,
};
use http::{Request, StatusCode};

use super::server::Server;

pub(super) const SECRET: &str = "5f1b2c3d4e5f60718293a4b5c6d7e8f9";
pub(super) const STRANGE: &str = "0123456789abcdef0123456789abcdef";

pub(super) async fn server(accounts: Accounts) -> Server {
    Server::start(ReceiveLayer::new(accounts)).await
}

/// The first request of Asana and Clio.
pub(super) fn brings(secret: &str, path: &str) -> Request<Bytes> {
    let request = Request::post(path).header("x-hook-secret", secret);
    request.body(Bytes::from_static(b"{}")).unwrap()
}

/// The first request of Notion.
fn notion_brings(secret: &str) -> Request<Bytes> {
    let body = format!(r#"{{"verification_token":"{secret}"}}"#);
    Request::post("/").header("content-type", "application/json").body(body.into()).unwrap()
}

pub(super) async fn delivers(
    server: &Server,
    provider: Provider,
    secret: &str,
    path: &str,
) -> StatusCode {
    let signer = Signer::new(provider, secret).url(format!("http://localhost{path}"));
    server.send(signer.sign(r#"{"events":[],"type":"ping"}"#).unwrap()).await
}

#[tokio::test]
async fn the_first_secret_is_kept_repeated_and_used() {
    for provider in [providers::ASANA, providers::CLIO] {
        let server = server(Accounts::one(provider.source(), MemorySecrets::new())).await;
        assert_eq!(delivers(&server, provider, SECRET, "/").await, 401);

        let (head, body) = server.answer(brings(SECRET, "/")).await;

        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert!(head.contains(&format!("\r\nx-hook-secret: {SECRET}\r\n")), "{head}");
        assert_eq!(body, "");
        assert_eq!(delivers(&server, provider, SECRET, "/").await, 200);
        assert_eq!(delivers(&server, provider, STRANGE, "/").await, 401);
    }
}

#[tokio::test]
async fn a_secret_in_the_body_is_kept_and_not_repeated() {
    let of_gusto = format!(
        r#"{{"verification_token":"{SECRET}","webhook_subscription_uuid":"made-up-subscription"}}"#
    );
    let gusto = notion_brings(SECRET).map(|_| of_gusto.into());
    for (provider, first) in [(providers::NOTION, notion_brings(SECRET)), (providers::GUSTO, gusto)]
    {
        let store = MemorySecrets::new();
        let server = server(Accounts::one(provider.source(), store.clone())).await;

        let (head, body) = server.answer(first).await;

        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert_eq!(body, "");
        let kept = store.find("").await.unwrap();
        assert_eq!(kept.iter().map(Secret::expose).collect::<Vec<_>>(), [SECRET]);
        assert_eq!(delivers(&server, provider, SECRET, "/").await, 200);
    }
}

#[tokio::test]
async fn a_stranger_cannot_replace_the_secret() {
    let store = MemorySecrets::new();
    store.set("", [Secret::new(SECRET)]);
    let asana = server(Accounts::one(providers::ASANA.source(), store.clone())).await;
    let notion = server(Accounts::one(providers::NOTION.source(), store.clone())).await;

    for _ in 0..2 {
        let (head, _) = asana.answer(brings(STRANGE, "/")).await;
        assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
        assert!(!head.contains("x-hook-secret"), "{head}");
        assert_eq!(notion.send(notion_brings(STRANGE)).await, 401);
        assert_eq!(delivers(&asana, providers::ASANA, SECRET, "/").await, 200);
        assert_eq!(delivers(&asana, providers::ASANA, STRANGE, "/").await, 401);
    }
    assert_eq!(store.find("").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_second_secret_is_refused_by_every_sender_that_brings_one() {
    let mut tried = 0;
    for provider in providers::ALL.iter().filter(|it| !it.brought_secrets().is_empty()) {
        let store = MemorySecrets::new();
        let server = server(Accounts::one(provider.source(), store.clone())).await;
        let brings = |secret| match provider.brought_secrets()[0].at {
            Field::Header(name) => {
                Request::post("/").header(name, secret).body(Bytes::from_static(b"{}")).unwrap()
            }
            Field::Json(pointer) => {
                let body = format!(r#"{{"{}":"{secret}"}}"#, &pointer[1..]);
                Request::post("/").body(body.into()).unwrap()
            }
            other => panic!("{}: {other}", provider.name()),
        };
        assert!(server.send(brings(SECRET)).await.is_success(), "{}", provider.name());
        for secret in [STRANGE, "made-up-third-secret", STRANGE] {
            assert_eq!(server.send(brings(secret)).await, 401, "{}", provider.name());
        }
        let kept = store.find("").await.unwrap();
        assert_eq!(kept.iter().map(Secret::expose).collect::<Vec<_>>(), [SECRET]);
        tried += 1;
    }
    assert!(tried > 2, "{tried}");
}

#[tokio::test]
async fn of_two_first_secrets_that_come_at_once_one_is_kept() {
    let store = MemorySecrets::new();
    let server = Arc::new(server(Accounts::one(providers::ASANA.source(), store.clone())).await);
    let sent: Vec<_> = (0..20)
        .map(|number| {
            let server = Arc::clone(&server);
            let secret = format!("made-up-secret-{number}");
            tokio::spawn(async move { server.send(brings(&secret, "/")).await })
        })
        .collect();
    let mut taken = 0;
    for answer in sent {
        taken += usize::from(answer.await.unwrap() == 200);
    }

    assert_eq!((taken, store.find("").await.unwrap().len()), (1, 1));
}

#[tokio::test]
async fn the_operator_allows_one_more_secret() {
    let store = MemorySecrets::new();
    store.set("", [Secret::new(SECRET)]);
    let accounts = Accounts::one(providers::ASANA.source(), store);
    let server = server(accounts.clone()).await;

    accounts.expect_secret("");
    assert_eq!(server.send(brings("made-up-new-secret", "/")).await, 200);

    assert_eq!(delivers(&server, providers::ASANA, "made-up-new-secret", "/").await, 200);
    assert_eq!(delivers(&server, providers::ASANA, SECRET, "/").await, 200);
    assert_eq!(server.send(brings(STRANGE, "/")).await, 401);
}

#[tokio::test]
async fn each_account_gets_its_own_secret_and_an_unknown_one_none() {
    let store = MemorySecrets::new();
    store.set("acme", []);
    store.set("globex", []);
    let accounts = Accounts::by_path(providers::ASANA.source(), "/asana/{account}", store);
    let server = server(accounts).await;

    assert_eq!(delivers(&server, providers::ASANA, SECRET, "/asana/acme").await, 401);
    assert_eq!(server.send(brings(SECRET, "/asana/acme")).await, 200);
    assert_eq!(server.send(brings(STRANGE, "/asana/initech")).await, 401);
    assert_eq!(server.send(brings(STRANGE, "/elsewhere")).await, 401);

    assert_eq!(delivers(&server, providers::ASANA, SECRET, "/asana/acme").await, 200);
    assert_eq!(delivers(&server, providers::ASANA, SECRET, "/asana/globex").await, 401);
    assert_eq!(delivers(&server, providers::ASANA, STRANGE, "/asana/initech").await, 401);
}

#[tokio::test]
async fn a_request_that_is_signed_or_odd_brings_no_secret() {
    let store = MemorySecrets::new();
    let asana = server(Accounts::one(providers::ASANA.source(), store.clone())).await;
    let notion = server(Accounts::one(providers::NOTION.source(), store.clone())).await;
    let mut signed = Signer::new(providers::ASANA, STRANGE).sign("{}").unwrap();
    signed.headers_mut().insert("x-hook-secret", STRANGE.parse().unwrap());
    let mut twice = brings(SECRET, "/");
    twice.headers_mut().append("x-hook-secret", STRANGE.parse().unwrap());
    let mut long = brings(SECRET, "/");
    *long.body_mut() = Bytes::from(vec![b' '; 2000]);
    let with_more = format!(r#"{{"verification_token":"{STRANGE}","type":"page.created"}}"#);

    for request in [
        signed,
        twice,
        long,
        brings("short", "/"),
        brings("with a space in it", "/"),
        brings("<script>alert(1)</script>", "/"),
        brings(&"a".repeat(257), "/"),
    ] {
        assert_eq!(asana.send(request).await, 401);
    }
    for body in [with_more, "{}".to_owned(), r#"{"verification_token":7}"#.to_owned()] {
        assert_eq!(notion.send(Request::post("/").body(body.into()).unwrap()).await, 401);
    }
    assert!(store.find("").await.unwrap().is_empty());
}

#[tokio::test]
async fn without_a_store_that_keeps_it_no_secret_is_taken() {
    let layer = ReceiveLayer::new(providers::ASANA.secret(SECRET));
    assert_eq!(Server::start(layer).await.send(brings(STRANGE, "/")).await, 401);

    let find = async |_: String| Ok::<_, std::io::Error>(Vec::new());
    let accounts = Accounts::by_field(providers::ASANA.source(), Field::Header("x-account"), find);
    assert_eq!(server(accounts).await.send(brings(STRANGE, "/")).await, 401);
}

#[tokio::test]
async fn a_file_keeps_the_secret_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.json");
    let started = || server(Accounts::one(providers::ASANA.source(), FileSecrets::new(&path)));
    assert_eq!(started().await.send(brings(SECRET, "/")).await, 503, "there is no file");
    FileSecrets::create(&path).unwrap();

    assert_eq!(started().await.send(brings(SECRET, "/")).await, 200);

    let server = started().await;
    assert_eq!(delivers(&server, providers::ASANA, SECRET, "/").await, 200);
    assert_eq!(server.send(brings(STRANGE, "/")).await, 401);
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(kept, serde_json::json!({"": [SECRET]}));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_damaged_file_makes_the_sender_try_again_and_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.json");
    fs::write(&path, format!("{{\"\":[\"{SECRET}\"")).unwrap();
    let store = FileSecrets::new(&path);
    let server = server(Accounts::one(providers::ASANA.source(), store.clone())).await;

    assert_eq!(delivers(&server, providers::ASANA, SECRET, "/").await, 503);
    assert_eq!(server.send(brings(STRANGE, "/")).await, 503);
    let error = store.find("").await.unwrap_err().to_string();
    assert!(!error.contains(SECRET), "{error}");
}
