//! Nobody learns from an answer which accounts there are.

use bytes::Bytes;
use hookport::{providers, secrets::Accounts};
use http::Request;

use super::accounts::{Table, server};

#[tokio::test]
async fn an_unknown_account_gets_the_answer_to_a_probe_that_a_known_one_gets() {
    let table = Table::of(&[("acme", "a-secret")]);
    let source = providers::GITHUB.source().answer_probes();
    let (server, _) = server(Accounts::by_path(source, "/github/{account}", table)).await;
    for (length, expected) in [(1, "HTTP/1.1 200 "), (2048, "HTTP/1.1 405 ")] {
        for account in ["acme", "globex"] {
            // In chunks, so that the head tells no length.
            let probe = format!(
                "GET /github/{account} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                 transfer-encoding: chunked\r\n\r\n{length:x}\r\n{}\r\n0\r\n\r\n",
                " ".repeat(length),
            );
            let (head, _) = server.answer_to(probe.as_bytes()).await;
            assert!(head.starts_with(expected), "{account}, {length} bytes: {head}");
        }
    }
}

#[tokio::test]
async fn no_two_accounts_sign_a_challenge_alike() {
    let table = Table::of(&[("acme", "a-secret")]);
    let accounts = Accounts::by_path(providers::X.source(), "/x/{account}", table);
    let (server, _) = server(accounts).await;
    let mut answers = Vec::new();
    for account in ["acme", "globex", "initech", "globex", "acme"] {
        let challenge = Request::get(format!("/x/{account}?crc_token=made-up"));
        let (head, body) = server.answer(challenge.body(Bytes::new()).unwrap()).await;
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        answers.push(body);
    }

    assert_eq!((&answers[0], &answers[1]), (&answers[4], &answers[3]), "each one is steady");
    answers.truncate(3);
    answers.sort();
    answers.dedup();
    assert_eq!(answers.len(), 3);
}
