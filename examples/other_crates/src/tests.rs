use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use ::diesel_async::pooled_connection::{AsyncDieselConnectionManager, deadpool::Pool};
use actix_web::{App, test as client, web};
use bytes::Bytes;
use hookport::{
    InboxEndpoint, Receiver, Verifier,
    inbox::{EntryId, Inbox, Replay},
    providers,
    stores::{
        PostgresStore,
        postgres::sqlx::{self, Connection, PgConnection},
    },
    testing::{HandClock, Signer, TestReceiver, deliver},
};
use http::{Request, StatusCode};
use lambda_http::Body;

use crate::{
    actix, async_stripe, diesel_async, lambda, octocrab,
    postgres::{Fsync, Postgres},
    sea_orm,
};

#[tokio::test]
async fn a_push_decodes_into_the_type_of_octocrab() {
    let endpoint = octocrab::endpoint("made-up".into());
    let signer = Signer::new(providers::GITHUB, "made-up").event("push");
    let push = signer.sign(include_str!("push.json")).expect("it can be signed");

    assert_eq!(deliver(&endpoint, push).await.status(), StatusCode::OK);
    assert_eq!(endpoint.counts().handled, 1);
}

#[tokio::test]
async fn a_payment_intent_decodes_into_the_type_of_async_stripe() {
    let endpoint = async_stripe::endpoint("whsec_made_up".into());
    let paid = signed_by_stripe(include_str!("payment_intent.json"));

    assert_eq!(deliver(&endpoint, paid).await.status(), StatusCode::OK);
    assert_eq!(endpoint.counts().handled, 1);
}

#[test]
fn lambda_proves_a_request_with_its_path_and_body() {
    let genuine = signed_by_stripe("{}").map(|body| Body::Binary(body.to_vec()));
    let mut forged = genuine.clone();
    *forged.body_mut() = Body::Text(r#"{"amount":1}"#.to_owned());

    let receive = |request| lambda::receive(&verifier(), &request, SystemTime::now()).status();
    assert_eq!(receive(genuine), StatusCode::OK);
    assert_eq!(receive(forged), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn actix_proves_a_request_and_refuses_a_forged_one() {
    let verifier = web::Data::new(verifier());
    let app = App::new().configure(|config| actix::routes(config, verifier));
    let app = client::init_service(app).await;
    let genuine = signed_by_stripe("{}");
    let signature = genuine.headers()["stripe-signature"].to_str().expect("ASCII");

    for (body, status) in [("{}", 200), ("[]", 401)] {
        let request = client::TestRequest::post()
            .uri("/stripe")
            .insert_header(("stripe-signature", signature))
            .set_payload(body)
            .to_request();
        let response = client::call_service(&app, request).await;
        assert_eq!(response.status().as_u16(), status, "{body}");
    }
}

#[tokio::test]
async fn sea_orm_writes_in_the_transaction_of_the_handler() {
    let shop = Shop::new().await;
    let mut receiver = shop.receiver(sea_orm::endpoint("whsec_made_up".into()));
    receiver.deliver(signed_by_stripe(PAID)).await;
    receiver.run_until_idle().await;

    receiver.only_delivery().await.assert_done();
    assert_eq!(shop.payments().await, 1);
}

#[tokio::test]
async fn diesel_async_writes_once_although_the_handler_runs_again() {
    let shop = Shop::new().await;
    let manager = AsyncDieselConnectionManager::new(shop.server.url());
    let connections = Pool::builder(manager).build().expect("a pool");
    let mut receiver = shop.receiver(diesel_async::endpoint("whsec_made_up".into(), connections));
    receiver.deliver(signed_by_stripe(PAID)).await;
    receiver.run_until_idle().await;
    assert_eq!(shop.payments().await, 1);

    let replayed = Inbox::new(shop.store.clone()).replay(EntryId::new(1), Replay::All).await;
    assert_eq!(replayed.expect("it is there"), 1);
    receiver.run_until_idle().await;

    receiver.only_delivery().await.assert_done();
    assert_eq!(shop.payments().await, 1);
}

const PAID: &str =
    r#"{"type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","amount":7}}}"#;

/// A shop, with its tables in the database of the inbox.
struct Shop {
    store: Arc<PostgresStore>,
    server: Postgres,
}

impl Shop {
    async fn new() -> Self {
        let server = Postgres::start(Fsync::Off);
        let mut db = PgConnection::connect(server.url()).await.expect("a connection");
        let tables = "CREATE SCHEMA shop;
            CREATE TABLE shop.payments (id text, amount bigint);
            CREATE TABLE shop.handled (entry bigint, handler text, PRIMARY KEY (entry, handler))";
        sqlx::raw_sql(tables).execute(&mut db).await.expect("they can be made");
        let store = PostgresStore::open(server.url()).await.expect("an inbox");
        Self { store: Arc::new(store), server }
    }

    fn receiver(&self, endpoint: InboxEndpoint) -> TestReceiver {
        let receiver = Receiver::new(self.store.clone()).endpoint("/stripe", endpoint);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
        TestReceiver::new(receiver, HandClock::new(now.as_secs()))
    }

    async fn payments(&self) -> i64 {
        let mut db = PgConnection::connect(self.server.url()).await.expect("a connection");
        let count = sqlx::query_scalar("SELECT count(*) FROM shop.payments WHERE amount = 7");
        count.fetch_one(&mut db).await.expect("it can be read")
    }
}

fn verifier() -> Verifier {
    providers::STRIPE.secret("whsec_made_up").verifier().expect("a usable secret")
}

fn signed_by_stripe(body: &'static str) -> Request<Bytes> {
    let signer = Signer::new(providers::STRIPE, "whsec_made_up").url("http://localhost/stripe");
    signer.sign(body).expect("it can be signed")
}
