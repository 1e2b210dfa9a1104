//! The tenant of a delivery, beside its name and its id.

use hookport::{
    Field, Item, Provider, Unknown, WebhookEvent,
    event::{DecodeError, Decoded, Decoder, items},
    providers,
};
use serde::Deserialize;
use serde_json::Value;

use super::deliveries::Delivery;

/// Like Stripe: the tenant beside the payload.
const BESIDE: Provider = Provider::new("acme")
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .names_tenant_in(&[Field::Json("/account")]);

/// Like Cassa in Cloud: the name in a header, the tenant in the payload, in one of two places.
const INSIDE: Provider = Provider::new("till")
    .names_event_in(&[Field::Header("x-event")])
    .names_tenant_in(&[Field::Json("/store"), Field::Json("/document/store")]);

/// Like Meta: the tenant in a list.
const LISTED: Provider = Provider::new("graph")
    .names_event_in(&[Field::Header("x-event")])
    .names_tenant_in(&[Field::Json("/entry/0/id")]);

#[derive(Debug, PartialEq, WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("paid")]
    Paid(u64),
    #[event("whole", payload = "")]
    Whole(Value),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, PartialEq, WebhookEvent)]
enum Till {
    #[event("receipt")]
    Receipt(Receipt),
    #[event("any")]
    Any(Value),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Receipt {
    number: u64,
    document: Option<Document>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Document {
    rows: Vec<u64>,
    store: Option<i64>,
}

fn decode<E: WebhookEvent>(
    provider: &Provider,
    delivery: &Delivery,
) -> Result<Decoded<E>, DecodeError> {
    Decoder::of(provider).decode(&delivery.received())
}

fn till(event: &'static str, body: impl Into<bytes::Bytes>) -> Decoded<Till> {
    decode(&INSIDE, &Delivery::of(body).header("x-event", event)).expect("a delivery of the till")
}

#[test]
fn the_tenant_is_found_beside_name_id_and_payload() {
    for body in [
        r#"{"id":"e1","type":"paid","account":"acct_7","data":1}"#,
        r#"{"account":"acct_7","data":1,"type":"paid","id":"e1"}"#,
    ] {
        let decoded: Decoded<Shop> = decode(&BESIDE, &Delivery::of(body)).unwrap();

        assert_eq!(decoded.event, Some(Shop::Paid(1)));
        assert_eq!(decoded.delivery_id.as_deref(), Some("e1"));
        assert_eq!(decoded.tenant.as_deref(), Some("acct_7"));
        assert_eq!(decoded.tenant_source, Some(Field::Json("/account")));
    }
}

#[test]
fn the_tenant_may_lie_below_the_members_of_the_payload() {
    let body = r#"{"number":7,"document":{"rows":[1,2],"store":101}}"#;
    let decoded = till("receipt", body);

    assert_eq!(decoded.tenant.as_deref(), Some("101"), "a number is read as a text");
    let document = Some(Document { rows: vec![1, 2], store: Some(101) });
    assert_eq!(decoded.event, Some(Till::Receipt(Receipt { number: 7, document })));
}

#[test]
fn the_earlier_place_has_precedence() {
    let both = till("any", r#"{"document":{"store":2},"store":1}"#);
    let null = till("any", r#"{"store":null,"document":{"store":2}}"#);
    let empty = till("any", r#"{"store":"","document":{"store":2}}"#);

    assert_eq!(both.tenant.as_deref(), Some("1"));
    assert_eq!(null.tenant.as_deref(), Some("2"));
    assert_eq!(empty.tenant.as_deref(), Some("2"));
}

#[test]
fn the_tenant_may_be_in_an_element_of_a_list() {
    let body = r#"{"entry":[{"id":"page_1","changes":[1]},{"id":"page_2"}]}"#;
    let delivery = Delivery::of(body).header("x-event", "any");
    let decoded: Decoded<Till> = decode(&LISTED, &delivery).unwrap();

    assert_eq!(decoded.tenant.as_deref(), Some("page_1"));
    assert_eq!(decoded.event, Some(Till::Any(serde_json::from_str(body).unwrap())));
}

/// The payload is read member by member on the way to a tenant. That changes nothing of it.
#[test]
fn a_payload_is_the_same_with_a_tenant_in_it() {
    for body in [
        r#"{"number":7}"#,
        r#"{"number":7,"document":null}"#,
        r#"{"number":7,"document":{"rows":[]}}"#,
        r#"{"number":7,"document":{"rows":[3],"store":null},"more":{"store":1}}"#,
        r#"{"store":{"id":1},"number":7,"document":{"store":-1,"rows":[18446744073709551615]}}"#,
        r#"{"store":[1],"number":7,"document":{"rows":[1]}}"#,
    ] {
        let receipt: Receipt = serde_json::from_str(body).unwrap();
        assert_eq!(till("receipt", body).event, Some(Till::Receipt(receipt)), "{body}");
    }
    for body in [
        r#"{"document":7,"store":{}}"#,
        r#"{"document":[1,{"store":2}]}"#,
        r#"{"document":"store"}"#,
        r#"{"document":{"store":{"a":[1,2,{}]}}}"#,
        r#"[{"store":1}]"#,
        "7",
        "null",
    ] {
        let value: Value = serde_json::from_str(body).unwrap();
        let decoded = till("any", body);
        assert_eq!(decoded.event, Some(Till::Any(value)), "{body}");
        assert_eq!(decoded.tenant, None, "{body}");
    }
}

#[test]
fn no_delivery_is_refused_for_its_tenant() {
    let other = |body: &'static [u8]| till("unknown", body);
    for body in [
        &b""[..],
        b"no JSON",
        b"\xff\xfe",
        br#"{"store":1,"store":2}"#,
        br#"{"store":1"#,
        br#"{"store":{"id":1}}"#,
    ] {
        let decoded = other(body);
        assert!(matches!(decoded.event, Some(Till::Other(_))), "{body:?}");
        assert_eq!(decoded.tenant, None, "{body:?}");
    }
    let form = Delivery::form("store=1").header("x-event", "any");
    let decoded: Decoded<Till> = decode(&INSIDE, &form).unwrap();
    assert_eq!((decoded.event.is_some(), decoded.tenant), (true, None));

    let twice = Delivery::of("{}").header("x-shop", "a").header("x-shop", "b");
    let shop = Provider::new("shop")
        .names_event_in(&[Field::Fixed("any")])
        .names_tenant_in(&[Field::Header("x-shop")]);
    assert_eq!(decode::<Till>(&shop, &twice).unwrap().tenant, None);

    let repeated = r#"{"id":"e1","type":"paid","account":"a","account":"b","data":1}"#;
    let decoded: Decoded<Shop> = decode(&BESIDE, &Delivery::of(repeated)).unwrap();
    assert_eq!((decoded.event, decoded.tenant), (Some(Shop::Paid(1)), None));

    let object = r#"{"id":"e1","type":"paid","account":{"id":"acct_7"},"data":1}"#;
    let decoded: Decoded<Shop> = decode(&BESIDE, &Delivery::of(object)).unwrap();
    assert_eq!((decoded.event, decoded.tenant), (Some(Shop::Paid(1)), None));
}

#[test]
fn a_body_that_is_no_json_takes_no_tenant_from_a_header() {
    let shop = Provider::new("shop")
        .names_event_in(&[Field::Fixed("unknown")])
        .names_tenant_in(&[Field::Json("/store"), Field::Header("x-shop")]);
    let delivery = Delivery::of("no JSON").header("x-shop", "a");

    let decoded: Decoded<Till> = decode(&shop, &delivery).unwrap();
    assert_eq!(decoded.tenant.as_deref(), Some("a"));
}

#[test]
fn name_and_id_are_still_refused_if_the_document_cannot_be_read() {
    for body in ["no JSON", r#"{"type":"paid","data":1,"type":"whole"}"#] {
        assert!(decode::<Shop>(&BESIDE, &Delivery::of(body)).is_err(), "{body}");
    }
}

#[test]
fn the_variant_may_be_found_with_the_tenant_and_without_the_payload() {
    let body = r#"{"number":"seven","document":{"store":101}}"#;
    let delivery = Delivery::of(body).header("x-event", "receipt");
    let identified = Decoder::<Till>::of(&INSIDE).identify(&delivery.received()).unwrap();

    assert_eq!((identified.event, identified.tenant.as_deref()), (Some(0), Some("101")));
}

#[test]
fn an_event_of_a_batch_has_the_tenant_of_its_own_or_that_of_the_batch() {
    const BATCH: Provider = Provider::new("batch")
        .holds_items_at(&["/events"])
        .names_event_in(&[Field::Fixed("any")])
        .names_tenant_in(&[Field::Json("/store"), Field::Batch("/store")]);

    let delivery = Delivery::of(r#"{"store":1,"events":[{"store":2},{}]}"#);
    let decoder = Decoder::<Till>::of(&BATCH);
    let tenant = |item: &Item| decoder.decode_item(item, &delivery.received()).unwrap().tenant;
    let items = items(&delivery.received(), &BATCH).unwrap().expect("a batch");

    let tenants: Vec<_> = items.iter().map(tenant).collect();
    assert_eq!(tenants, [Some("2".to_owned()), Some("1".to_owned())]);
}

#[test]
fn each_entry_of_meta_has_the_tenant_of_its_own() {
    let body = r#"{"object":"page","entry":[{"id":"7"},{"id":"8"}]}"#;
    let (delivery, meta) = (Delivery::of(body), providers::META);
    let decoder = Decoder::<Till>::of(&meta);
    let tenant = |item: &Item| decoder.decode_item(item, &delivery.received()).unwrap().tenant;
    let items = items(&delivery.received(), &meta).unwrap().expect("a batch");

    let tenants: Vec<_> = items.iter().map(tenant).collect();
    assert_eq!(tenants, [Some("7".to_owned()), Some("8".to_owned())]);
}

#[test]
fn each_sender_names_its_tenant_where_its_page_says() {
    let form = "token=t&team_id=T1&command=%2Fdo";
    for (provider, delivery, tenant) in [
        (providers::STRIPE, r#"{"type":"a","account":"acct_1"}"#, "acct_1"),
        (providers::SLACK, r#"{"type":"event_callback","team_id":"T1"}"#, "T1"),
        (providers::SLACK, r#"{"type":"block_actions","team":{"id":"T1"}}"#, "T1"),
        (providers::ROUTAL, r#"{"event_id":"a","project_id":"p1"}"#, "p1"),
        (
            providers::ZONOS,
            r#"{"data":{"order":{"organization":"organization_1"}}}"#,
            "organization_1",
        ),
    ]
    .map(|(provider, body, tenant)| (provider, Delivery::of(body).at("/zonos/a/b"), tenant))
    .into_iter()
    .chain([
        (providers::SLACK, Delivery::form(form), "T1"),
        (
            providers::GITHUB,
            Delivery::of(r#"{"installation":{"id":9},"repository":{"full_name":"a/b"}}"#)
                .header("x-github-event", "push"),
            "9",
        ),
        (
            providers::GITHUB,
            Delivery::of(r#"{"repository":{"full_name":"a/b"}}"#).header("x-github-event", "push"),
            "a/b",
        ),
        (
            providers::SHOPIFY,
            Delivery::of("{}")
                .header("x-shopify-topic", "orders/paid")
                .header("x-shopify-shop-domain", "made-up.myshopify.com"),
            "made-up.myshopify.com",
        ),
        (
            providers::CASSA_IN_CLOUD,
            Delivery::of(r#"{"document":{"idSalesPoint":101}}"#)
                .header("x-cn-operation", "RECEIPT/CREATE"),
            "101",
        ),
    ]) {
        let decoded: Decoded<Till> = decode(&provider, &delivery).unwrap();
        assert_eq!(decoded.tenant.as_deref(), Some(tenant), "{}", provider.name());
    }
}
