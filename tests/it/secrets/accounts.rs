//! Each account has secrets of its own, which are found when a request comes.

use std::{
    collections::HashMap,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};

use hookport::{
    BoxError, ConfigError, Field, Provider, RawRequest, ReceiveLayer, Secret, Verdict, providers,
    scheme::{KeyForm, Scheme, Signature, Token},
    secrets::{Accounts, SecretStore},
    testing::{HandClock, Signer},
};
use http::{HeaderName, HeaderValue};
use tokio::sync::Notify;

use super::{BODY, server::Server, status};
use crate::kit::{secrets as made_up, soon};

/// A table of accounts that counts its calls.
#[derive(Clone, Default)]
pub(super) struct Table(Arc<Inner>);

#[derive(Default)]
struct Inner {
    rows: Mutex<HashMap<String, Vec<String>>>,
    calls: AtomicUsize,
    mood: Mutex<Mood>,
    may_answer: Notify,
}

#[derive(Default, Clone, Copy)]
pub(super) enum Mood {
    #[default]
    Well,
    Failing,
    Panicking,
    Waiting,
    Silent,
}

impl Table {
    pub(super) fn of(rows: &[(&str, &str)]) -> Self {
        let table = Self::default();
        for (account, secret) in rows {
            table.set(account, &[secret]);
        }
        table
    }

    pub(super) fn set(&self, account: &str, secrets: &[&str]) {
        let secrets = secrets.iter().map(ToString::to_string).collect();
        self.0.rows.lock().unwrap().insert(account.to_owned(), secrets);
    }

    pub(super) fn is(&self, mood: Mood) {
        *self.0.mood.lock().unwrap() = mood;
    }

    pub(super) fn calls(&self) -> usize {
        self.0.calls.load(Ordering::SeqCst)
    }
}

impl SecretStore for Table {
    async fn find(&self, account: &str) -> Result<Vec<Secret>, BoxError> {
        self.0.calls.fetch_add(1, Ordering::SeqCst);
        let mood = *self.0.mood.lock().unwrap();
        match mood {
            Mood::Well => {}
            Mood::Failing => return Err(io::Error::other("the database is down").into()),
            Mood::Panicking => panic!("a mistake in the store"),
            Mood::Waiting => self.0.may_answer.notified().await,
            Mood::Silent => std::future::pending().await,
        }
        let rows = self.0.rows.lock().unwrap();
        let found = rows.get(account).into_iter().flatten();
        Ok(found.map(|text| Secret::from(text.as_str())).collect())
    }
}

pub(super) fn by_path(table: &Table) -> Accounts {
    Accounts::by_path(providers::GITHUB.source(), "/github/{account}", table.clone())
}

pub(super) async fn server(accounts: Accounts) -> (Server, HandClock) {
    let clock = HandClock::new(1_700_000_000);
    (Server::start(ReceiveLayer::new(accounts).clock(clock.clone())).await, clock)
}

#[tokio::test]
async fn each_account_is_opened_by_its_own_secret_only() {
    let table = Table::of(&[("acme", "a-secret"), ("globex", "b-secret")]);
    let (server, _) = server(by_path(&table)).await;

    assert_eq!(status(&server, "/github/acme", "a-secret").await, 200);
    assert_eq!(status(&server, "/github/globex", "b-secret").await, 200);
    assert_eq!(status(&server, "/github/globex", "a-secret").await, 401);
    for path in ["/github/initech", "/github", "/github/acme/more", "/", "/github/"] {
        assert_eq!(status(&server, path, "a-secret").await, 401, "{path}");
    }
}

#[tokio::test]
async fn the_account_is_found_in_a_header_and_in_the_body() {
    let table = Table::of(&[("acme", "a-secret")]);
    let sent = |account: &str, secret: &str| {
        let signer = Signer::new(providers::GITHUB, secret).event("push");
        let mut request = signer.sign(format!(r#"{{"account":"{account}"}}"#)).unwrap();
        let name = HeaderName::from_static("x-account");
        request.headers_mut().insert(name, HeaderValue::from_str(account).unwrap());
        request
    };
    for at in [Field::Header("x-account"), Field::Json("/account")] {
        let accounts = Accounts::by_field(providers::GITHUB.source(), at, table.clone());
        let (server, _) = server(accounts).await;

        assert_eq!(server.send(sent("acme", "a-secret")).await, 200, "{at}");
        assert_eq!(server.send(sent("acme", "guessed")).await, 401, "{at}");
        assert_eq!(server.send(sent("globex", "a-secret")).await, 401, "{at}");
        assert_eq!(server.send(sent(&"a".repeat(257), "a-secret")).await, 401, "{at}");
    }
    assert_eq!(table.calls(), 4, "two accounts in each server, and none with a long name");
}

#[tokio::test]
async fn an_unknown_account_gets_the_answer_of_a_wrong_signature() {
    let table = Table::of(&[("acme", "a-secret")]);
    let (server, _) = server(by_path(&table)).await;
    let mut answers = Vec::new();
    for account in ["acme", "globex"] {
        let url = format!("http://localhost/github/{account}");
        let forged = Signer::new(providers::GITHUB, "guessed").url(url).sign(BODY).unwrap();
        let (head, body) = server.answer(forged).await;
        answers.push((head.split("\r\ndate").next().unwrap().to_owned(), body));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_token_of_an_account_is_compared_with_that_account() {
    const ACME: Provider = Provider::new("acme").token_in(Token::header("x-token"));
    let table = Table::of(&[("a", "a-token"), ("b", "b-token")]);
    let (server, _) = server(Accounts::by_path(ACME.source(), "/{account}", table)).await;
    let sent = |account: &str, token: &str| {
        let signer = Signer::new(ACME, token).url(format!("http://localhost/{account}"));
        signer.sign(BODY).unwrap()
    };

    assert_eq!(server.send(sent("a", "a-token")).await, 200);
    assert_eq!(server.send(sent("b", "a-token")).await, 401);
    assert_eq!(server.send(sent("c", "a-token")).await, 401);
}

#[tokio::test]
async fn an_account_proves_itself_by_whichever_way_its_secret_belongs_to() {
    const WAYS: Provider = Provider::new("ways").proved_by(&[
        Scheme::Signature(
            Signature::hmac_sha256("x-signature").key(KeyForm::Base64After("whsec_")),
        ),
        Scheme::Token(Token::header("x-token")),
    ]);
    let table = Table::of(&[("signs", "whsec_bWFkZS11cA=="), ("shows", "a-token")]);
    let (server, _) = server(Accounts::by_path(WAYS.source(), "/{account}", table)).await;

    for (account, secret) in [("signs", "whsec_bWFkZS11cA=="), ("shows", "a-token")] {
        let signer = Signer::new(WAYS, secret).url(format!("http://localhost/{account}"));
        assert_eq!(server.send(signer.sign(BODY).unwrap()).await, 200, "{account}");
    }
}

#[tokio::test]
async fn nothing_is_looked_for_if_the_head_refuses_the_request() {
    let table = Table::of(&[("acme", "whsec_a")]);
    let accounts = Accounts::by_path(providers::STRIPE.source(), "/{account}", table.clone());
    let (server, clock) = server(accounts).await;
    let signed = |at| {
        let signer = Signer::new(providers::STRIPE, "whsec_a").url("http://localhost/acme");
        signer.at(at).sign(BODY).unwrap()
    };
    let mut unsigned = signed(clock.time());
    unsigned.headers_mut().remove("stripe-signature");
    let mut other_method = signed(clock.time());
    *other_method.method_mut() = http::Method::GET;
    let stale = signed(clock.time() - Duration::from_secs(3600));

    assert_eq!(server.send(unsigned).await, 401);
    assert_eq!(server.send(other_method).await, 405);
    assert_eq!(server.send(stale).await, 401);
    assert_eq!(table.calls(), 0);

    assert_eq!(server.send(signed(clock.time())).await, 200);
    assert_eq!(table.calls(), 1);
}

#[tokio::test]
async fn what_was_found_is_kept_for_a_minute_and_so_is_that_there_is_nothing() {
    let table = Table::of(&[("acme", "old")]);
    let (server, clock) = server(by_path(&table)).await;
    assert_eq!(status(&server, "/github/acme", "old").await, 200);
    assert_eq!(status(&server, "/github/globex", "new").await, 401);
    table.set("acme", &["new"]);
    table.set("globex", &["new"]);

    clock.advance(Duration::from_secs(59));
    assert_eq!(status(&server, "/github/acme", "old").await, 200);
    assert_eq!(status(&server, "/github/globex", "new").await, 401);
    assert_eq!(table.calls(), 2);

    clock.advance(Duration::from_secs(2));
    assert_eq!(status(&server, "/github/acme", "old").await, 401);
    assert_eq!(status(&server, "/github/acme", "new").await, 200);
    assert_eq!(status(&server, "/github/globex", "new").await, 200);
    assert_eq!(table.calls(), 4);
}

#[tokio::test]
async fn an_account_that_is_forgotten_is_looked_for_again() {
    let table = Table::of(&[("acme", "old")]);
    let accounts = by_path(&table);
    let (server, _) = server(accounts.clone()).await;
    assert_eq!(status(&server, "/github/acme", "old").await, 200);
    assert_eq!(status(&server, "/github/globex", "new").await, 401);
    table.set("acme", &["new", "old"]);
    table.set("globex", &["new"]);

    accounts.forget("acme");
    accounts.forget("globex");

    assert_eq!(status(&server, "/github/acme", "new").await, 200);
    assert_eq!(status(&server, "/github/globex", "new").await, 200);
    let uses: Vec<_> = accounts.usage("acme").iter().map(|secret| secret.deliveries).collect();
    assert_eq!(uses, [1, 1], "the old one keeps its count");
    assert!(accounts.usage("initech").is_empty());
}

#[tokio::test]
async fn a_store_that_fails_makes_the_sender_try_again_and_is_asked_once_a_second() {
    let table = Table::of(&[("acme", "a-secret")]);
    let (server, clock) = server(by_path(&table)).await;
    for mood in [Mood::Failing, Mood::Panicking] {
        table.is(mood);
        let calls = table.calls();
        assert_eq!(status(&server, "/github/acme", "a-secret").await, 503);
        assert_eq!(status(&server, "/github/acme", "guessed").await, 503);
        assert_eq!(table.calls(), calls + 1);
        clock.advance(Duration::from_secs(60));
    }

    table.is(Mood::Well);
    assert_eq!(status(&server, "/github/acme", "a-secret").await, 200);
}

#[tokio::test]
async fn secrets_that_are_out_of_date_prove_nothing_while_the_store_fails() {
    let table = Table::of(&[("acme", "a-secret")]);
    let (server, clock) = server(by_path(&table)).await;
    assert_eq!(status(&server, "/github/acme", "a-secret").await, 200);

    table.is(Mood::Failing);
    clock.advance(Duration::from_secs(61));

    assert_eq!(status(&server, "/github/acme", "a-secret").await, 503);
}

#[tokio::test]
async fn a_store_that_hangs_makes_the_sender_try_again() {
    let table = Table::of(&[("acme", "a-secret")]);
    table.is(Mood::Silent);
    let accounts = by_path(&table).time_to_find(Duration::from_millis(20));
    let (server, _) = server(accounts).await;

    assert_eq!(status(&server, "/github/acme", "a-secret").await, 503);
}

#[tokio::test]
async fn a_secret_that_cannot_be_used_makes_the_sender_try_again() {
    let table = Table::of(&[("acme", " ")]);
    let (server, _) = server(by_path(&table)).await;

    assert_eq!(status(&server, "/github/acme", "a-secret").await, 503);
}

#[tokio::test]
async fn requests_of_one_account_wait_for_one_call() {
    let table = Table::of(&[("acme", "a-secret")]);
    table.is(Mood::Waiting);
    let (server, _) = server(by_path(&table)).await;
    let server = Arc::new(server);
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let server = Arc::clone(&server);
            tokio::spawn(async move { status(&server, "/github/acme", "a-secret").await })
        })
        .collect();
    soon(async {
        while table.calls() == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;

    table.0.may_answer.notify_one();

    for answer in waiting {
        assert_eq!(soon(answer).await.unwrap(), 200);
    }
    assert_eq!(table.calls(), 1);
}

#[tokio::test]
async fn invented_accounts_do_not_drive_a_known_one_out() {
    let table = Table::of(&[("acme", "a-secret")]);
    let (server, _) = server(by_path(&table).at_most(4)).await;
    assert_eq!(status(&server, "/github/acme", "a-secret").await, 200);

    for number in 0..20 {
        let path = format!("/github/invented-{number}");
        assert_eq!(status(&server, &path, "a-secret").await, 401);
    }
    assert_eq!(status(&server, "/github/acme", "a-secret").await, 200);

    assert_eq!(table.calls(), 21);
}

#[test]
fn a_place_that_no_request_has_is_refused_at_start_up() {
    let refused = |accounts| ReceiveLayer::try_new(accounts).unwrap_err();
    let github = || providers::GITHUB.source();
    for path in ["/github", "github/{account}", "/{account}/{account}", "/x-{account}"] {
        let error = refused(Accounts::by_path(github(), path, Table::default()));
        assert!(matches!(error, ConfigError::BadPlace { .. }), "{path}: {error}");
    }
    let error = refused(Accounts::by_field(github(), Field::Json("no-slash"), Table::default()));
    assert!(matches!(error, ConfigError::BadPlace { .. }), "{error}");
}

#[tokio::test]
async fn accounts_of_every_sender_with_a_secret_can_be_found() {
    let mut tried = 0;
    for provider in providers::ALL.iter().filter(|provider| !provider.schemes().is_empty()) {
        let (signing, verifying) = made_up::of(provider);
        let source = made_up::source(provider, verifying).public_url("http://localhost");
        let (at, table) = (Field::Header("x-account"), Table::of(&[("acme", verifying)]));
        let (server, clock) = server(Accounts::by_field(source.clone(), at, table)).await;
        let seconds = clock.time().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let sent = |account: &'static str| {
            let signer = made_up::signer(provider, signing).at(clock.time());
            let signer = signer.url("http://localhost/hooks");
            let mut request = signer.sign(made_up::ping(provider, seconds)).ok()?;
            request.headers_mut().insert("x-account", HeaderValue::from_static(account));
            Some(request)
        };
        // A sender that signs more than this body has is left out.
        let (Some(known), Some(unknown)) = (sent("acme"), sent("globex")) else {
            continue;
        };
        let verifier = source.verifier().unwrap();
        let verdict = verifier.verify(&RawRequest::from(&known), clock.time());
        if !matches!(verdict, Ok(Verdict::Delivery(_))) {
            continue;
        }
        tried += 1;
        assert_eq!(server.send(unknown).await, 401, "{}", provider.name());
        assert_eq!(server.send(known).await, 200, "{}", provider.name());
    }
    assert!(tried * 10 > providers::ALL.len() * 8, "{tried} of {}", providers::ALL.len());
}
