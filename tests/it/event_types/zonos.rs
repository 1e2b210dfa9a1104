use super::{DecodeError, post_to, text};
use hookport::{
    Unknown, WebhookEvent,
    event_types::zonos::{
        ExchangeRateType, Mode, Order, OrderData, OrderStatus, PartyType, QueryResult,
        ShipmentStatus, SyncStatus, UnitOfMeasure, ZonosEvent,
    },
};

const FAILED: &str = r#"{
    "data": null,
    "errors": [{"message": "order not found", "path": ["order", "items", 0], "locations": []}]
}"#;

fn decode(name: &str, body: &str) -> ZonosEvent {
    post_to(name, body.to_owned()).expect("a delivery of Zonos")
}

fn created(order: &str) -> Order {
    let body = format!(r#"{{"data":{{"order":{order}}}}}"#);
    let ZonosEvent::OrderCreated(order) = decode("ORDER_CREATED", &body) else {
        panic!("not a created order");
    };
    order
}

#[test]
fn a_created_order_keeps_every_digit() {
    let body = payload!("zonos/ORDER_CREATED.json");

    let ZonosEvent::OrderCreated(order) = decode("ORDER_CREATED", body) else {
        panic!("not a created order");
    };

    assert_eq!(order.status, Some(OrderStatus::Open));
    assert_eq!(order.account_order_number, None);
    let subtotals = order.amount_subtotals.expect("subtotals");
    assert_eq!(text(subtotals.variance.as_ref()), Some("-0.01"));
    assert_eq!(text(subtotals.duties.as_ref()), Some("12.4"));
    let rates = order.root.expect("a root").exchange_rates;
    assert_eq!(text(rates[1].rate.as_ref()), Some("0.7345271553929"));
    assert_eq!(rates[1].r#type, Some(ExchangeRateType::MidMarket));
    let [item] = &order.items[..] else {
        panic!("not one item");
    };
    assert_eq!(item.product_id.as_deref(), Some(""));
    assert_eq!(item.quantity, Some(2));
    assert_eq!(item.attributes, []);
    assert_eq!(item.measurements[0].unit_of_measure, Some(UnitOfMeasure::Pound));
    assert_eq!(text(item.measurements[1].value.as_ref()), Some("12"));
}

#[test]
fn every_event_of_an_order_has_the_order() {
    let orders = [
        match decode("ORDER_UPDATED", payload!("zonos/ORDER_UPDATED.json")) {
            ZonosEvent::OrderUpdated(order) => order,
            other => panic!("{other:?}"),
        },
        match decode("ORDER_CANCELED", payload!("zonos/ORDER_CANCELED.json")) {
            ZonosEvent::OrderCanceled(order) => order,
            other => panic!("{other:?}"),
        },
        match decode("ORDER_SHIPPING", payload!("zonos/ORDER_SHIPPING.json")) {
            ZonosEvent::OrderShipping(order) => order,
            other => panic!("{other:?}"),
        },
        match decode("ORDER_STATUS_CHANGED", payload!("zonos/ORDER_STATUS_CHANGED.json")) {
            ZonosEvent::OrderStatusChanged(order) => order,
            other => panic!("{other:?}"),
        },
    ];

    for order in orders {
        assert_eq!(order.zonos_order_id.as_deref(), Some("ZN-123-45678"));
        assert_eq!(order.mode, Some(Mode::Live));
        assert_eq!(order.status_transitions[0].status, Some(OrderStatus::Open));
        assert_eq!(order.parties[0].r#type, Some(PartyType::Destination));
        assert_eq!(
            order.shipments[0].tracking_details[0].number,
            Some(order.tracking_numbers[0].clone())
        );
        assert_eq!(order.shipment_ratings[0].display_name.as_deref(), Some("Express"));
    }
}

#[test]
fn a_created_shipment_names_its_order() {
    let body = payload!("zonos/SHIPMENT_CREATED.json");

    let ZonosEvent::ShipmentCreated(shipment) = decode("SHIPMENT_CREATED", body) else {
        panic!("not a created shipment");
    };

    assert_eq!(shipment.status, Some(ShipmentStatus::Created));
    let order = shipment.order.expect("an order");
    assert_eq!(order.zonos_order_id.as_deref(), Some("ZN-123-45678"));
}

#[test]
fn a_canceled_shipment_is_voided() {
    let body = payload!("zonos/SHIPMENT_CANCELED.json");

    let ZonosEvent::ShipmentCanceled(shipment) = decode("SHIPMENT_CANCELED", body) else {
        panic!("not a canceled shipment");
    };

    assert_eq!(shipment.status, Some(ShipmentStatus::Voided));
    assert_eq!(shipment.status_transitions[1].note.as_deref(), Some("Label voided"));
}

#[test]
fn a_run_of_prices_counts_its_items() {
    let body = payload!("zonos/INCLUSIVE_PRICE_SYNC_READY.json");

    let event = decode("INCLUSIVE_PRICE_SYNC_READY", body);

    let ZonosEvent::InclusivePriceSyncReady(job) = event else {
        panic!("not a run of prices");
    };
    assert_eq!(job.status, Some(SyncStatus::Initialized));
    assert_eq!(job.total_count, Some(120));
    assert_eq!(job.failed_item_keys, [""; 0]);
}

#[test]
fn a_setting_has_a_status() {
    let body = payload!("zonos/IP_SETTING_STATUS_CHANGED.json");

    let event = decode("IP_SETTING_STATUS_CHANGED", body);

    let ZonosEvent::IpSettingStatusChanged(setting) = event else {
        panic!("not a setting");
    };
    assert_eq!(setting.status.as_deref(), Some("ENABLED"));
}

#[test]
fn a_new_type_is_kept_with_its_bytes() {
    let body = r#"{"data": {"refund": {"id": "refund_1"}}}"#;

    let ZonosEvent::Other(unknown) = decode("ORDER_REFUNDED", body) else {
        panic!("a known event");
    };

    assert_eq!(unknown.name(), Some("ORDER_REFUNDED"));
    assert_eq!(unknown.body(), body);
}

#[test]
fn an_order_may_lack_whatever_its_query_does_not_ask_for() {
    assert_eq!(created("{}"), Order::default());
    assert_eq!(
        created(r#"{"items":null,"amountSubtotals":null,"status":null,"loyalty":{}}"#),
        Order::default()
    );
}

#[test]
fn a_new_status_is_kept_as_it_was_sent() {
    let order = created(r#"{"status":"AWAITING_PICKUP"}"#);

    let status = order.status.expect("a status");
    assert_eq!(status, OrderStatus::Other("AWAITING_PICKUP".to_owned()));
    assert_eq!(status.to_string(), "AWAITING_PICKUP");
}

#[test]
fn an_order_is_written_as_it_was_read() {
    let order = created(r#"{"status":"OPEN","amountSubtotals":{"fees":3.250}}"#);

    let json = serde_json::to_string(&order).expect("JSON");

    assert!(json.contains(r#""status":"OPEN""#), "{json}");
    assert!(json.contains(r#""fees":3.250"#), "{json}");
}

#[test]
fn a_failed_query_is_no_order() {
    let refused = post_to::<ZonosEvent>("ORDER_CREATED", FAILED);

    let Err(DecodeError::MissingPayload { name, pointer }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((&*name, &*pointer), ("ORDER_CREATED", "/data/order"));
}

#[test]
fn a_failed_query_says_why() {
    let result: QueryResult<OrderData> = serde_json::from_str(FAILED).expect("a result");

    let failed = result.into_data().expect_err("no data");

    assert_eq!(failed.errors[0].message.as_deref(), Some("order not found"));
    assert_eq!(failed.errors[0].path, ["order", "items", "0"]);
    assert_eq!(failed.to_string(), "the query of the webhook failed");
}

#[test]
fn a_query_that_failed_in_part_has_data_and_errors() {
    let body = r#"{"data":{"order":{"status":"OPEN"}},"errors":[{"message":"no rates"}]}"#;

    let result: QueryResult<OrderData> = serde_json::from_str(body).expect("a result");

    assert_eq!(result.errors.len(), 1);
    let order = result.into_data().expect("data").order.expect("an order");
    assert_eq!(order.status, Some(OrderStatus::Open));
}

#[test]
fn a_handler_can_be_given_the_failure() {
    #[derive(Debug, WebhookEvent)]
    enum OrderEvent {
        #[event("ORDER_CREATED")]
        Created(Box<QueryResult<OrderData>>),
        #[event(other)]
        Other(Unknown),
    }

    let event = post_to("ORDER_CREATED", FAILED).expect("a result");

    let OrderEvent::Created(result) = event else {
        panic!("{event:?}");
    };
    assert_eq!(result.data, None);
    assert_eq!(result.errors.len(), 1);
}
