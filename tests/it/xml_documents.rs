//! XML documents: they are decoded, split and kept as JSON is.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    Delivery, EventRouter, Field, InboxEndpoint, Provider, WebhookEvent, XmlDocument,
    extract::{At, State},
    inbox::EntryState,
    providers,
    scheme::Signature,
    stores::MemoryStore,
    testing::{Signer, deliver},
};
use http::{Request, StatusCode};
use serde::Deserialize;

use crate::kit::{Log, Running, SECRET, url};

const SIGNED: Signature = Signature::hmac_sha256("x-acme-signature");
const ORDERS: Provider = Provider::new("orders")
    .signed_with(SIGNED)
    .holds_xml(XmlDocument::in_body().with_lists(&["line"]))
    .names_event_in(&[Field::Json("/order/kind")])
    .names_delivery_in(&[Field::Json("/order/@id")]);
const MANY: Provider = Provider::new("many")
    .signed_with(SIGNED)
    .holds_xml(XmlDocument::in_body())
    .holds_items_at(&["/Envelope/Body/orders/order"])
    .names_event_in(&[Field::Json("/kind")])
    .names_delivery_in(&[Field::Json("/@id")])
    .names_tenant_in(&[Field::Batch("/Envelope/Body/orders/account")]);

#[derive(Debug, Deserialize)]
struct Placed {
    #[serde(rename = "@id")]
    id: String,
    #[serde(default)]
    line: Vec<String>,
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/order")]
enum Order {
    #[event("placed")]
    Placed(Placed),
}

#[derive(Debug, WebhookEvent)]
enum Item {
    #[event("placed")]
    Placed(Placed),
}

fn signed(provider: Provider, body: &'static str) -> Request<Bytes> {
    Signer::new(provider, SECRET).url(url("/shop")).sign(body).unwrap()
}

async fn on_placed(order: Placed, At(kind): At<Kind>, State(log): State<Log>) {
    log.note(format!("{} {:?} {}", order.id, order.line, kind.0));
}

/// The kind, as an extractor finds it.
#[derive(Debug, Deserialize)]
struct Kind(String);

impl hookport::extract::Located for Kind {
    const POINTER: &'static str = "/order/kind";
}

#[tokio::test]
async fn a_payload_and_a_pointer_of_an_extractor_lie_in_the_xml() {
    let log = Log::default();
    let router = EventRouter::new(ORDERS.secret(SECRET)).on(Order::PLACED, on_placed);
    let shop = router.with_state(log.clone());
    let one = "<order id='7'><kind>placed</kind><line>a &lt; b</line></order>";
    let none = "<s:order id='8' xmlns:s='urn:s'><s:kind>placed</s:kind></s:order>";

    for body in [one, none] {
        assert_eq!(deliver(&shop, signed(ORDERS, body)).await.status(), StatusCode::OK);
    }
    assert_eq!(log.taken(), ["7 [\"a < b\"] placed", "8 [] placed"]);
}

#[tokio::test]
async fn a_document_that_is_proved_and_malformed_is_a_422_and_no_handler_runs() {
    let log = Log::default();
    let router = EventRouter::new(ORDERS.secret(SECRET)).on(Order::PLACED, on_placed);
    let shop = router.with_state(log.clone());

    for body in ["<order>", "{}", "<!DOCTYPE a [<!ENTITY b 'c'>]><order><kind>&b;</kind></order>"] {
        let answer = deliver(&shop, signed(ORDERS, body)).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let forged = signed(ORDERS, "<order/>").map(|_| body.into());
        assert_eq!(deliver(&shop, forged).await.status(), StatusCode::UNAUTHORIZED, "{body}");
    }
    assert!(log.taken().is_empty());
}

const BATCH: &str = "<e:Envelope xmlns:e='urn:e'><e:Body><orders><account>a1</account>\
    <order id='1'><kind>placed</kind></order><order id='2'><kind>placed</kind><line>x</line>\
    <line>y</line></order></orders></e:Body></e:Envelope>";

async fn on_item(order: Placed, State(log): State<Log>, delivery: Delivery) {
    log.note(format!("{} {} of {:?}", order.id, order.line.len(), delivery.tenant()));
}

#[tokio::test]
async fn an_inbox_keeps_the_events_of_an_xml_batch_and_decodes_them_later() {
    let log = Log::default();
    let router = EventRouter::new(MANY.secret(SECRET)).on(Item::PLACED, on_item);
    let shop = Running::shop(
        Arc::new(MemoryStore::new()),
        InboxEndpoint::new(router.with_state(log.clone())),
    );

    assert_eq!(shop.status(signed(MANY, BATCH)).await, StatusCode::OK);
    shop.comes_to(&[EntryState::Done; 2]).await;
    let mut calls = log.taken();
    calls.sort();
    assert_eq!(calls, ["1 0 of Some(\"a1\")", "2 2 of Some(\"a1\")"]);
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/sObject")]
enum Changed {
    #[event("sf:Account")]
    Account(SObject),
}

#[derive(Debug, Deserialize)]
struct SObject {
    #[serde(rename = "Id")]
    id: String,
}

#[tokio::test]
async fn each_notification_of_salesforce_is_handled_and_the_message_is_acknowledged() {
    const SALESFORCE: Provider = providers::SALESFORCE_OUTBOUND;
    let log = Log::default();
    let on_account = async |account: SObject, State(log): State<Log>, delivery: Delivery| {
        log.note(format!("{} of {:?}", account.id, delivery.tenant()));
    };
    let router = EventRouter::new(SALESFORCE.secret(SECRET)).on(Changed::ACCOUNT, on_account);
    let endpoint = router.with_state(log.clone());
    let one = |id| {
        format!(
            "<Notification><Id>n{id}</Id><sObject xsi:type='sf:Account'><sf:Id>{id}</sf:Id>\
             </sObject></Notification>"
        )
    };
    let message = |notifications: String| {
        let body = format!(
            "<s:Envelope xmlns:s='urn:s' xmlns:sf='urn:sf' xmlns:xsi='urn:xsi'><s:Body><notifications>\
             <OrganizationId>org</OrganizationId>{notifications}</notifications></s:Body></s:Envelope>"
        );
        Signer::new(SALESFORCE, SECRET).url(url("/shop")).sign(body).unwrap()
    };

    for notifications in [one(1), one(2) + &one(3)] {
        let answer = deliver(&endpoint, message(notifications)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/xml; charset=utf-8");
        assert!(answer.body().windows(15).any(|part| part == b"<Ack>true</Ack>"));
    }
    assert_eq!(log.taken(), [1, 2, 3].map(|id| format!("{id} of Some(\"org\")")));
}

#[tokio::test]
async fn an_inbox_keeps_xml_as_it_came() {
    let log = Log::default();
    let router = EventRouter::new(ORDERS.secret(SECRET)).on(Order::PLACED, on_placed);
    let shop = Running::shop(
        Arc::new(MemoryStore::new()),
        InboxEndpoint::new(router.with_state(log.clone())),
    );
    let body = "<order id='7'><kind>placed</kind></order>";

    assert_eq!(shop.status(signed(ORDERS, body)).await, StatusCode::OK);
    shop.comes_to(&[EntryState::Done]).await;
    assert_eq!(shop.entry(1).await.delivery.body(), body);
    assert_eq!(log.taken(), ["7 [] placed"]);
}
