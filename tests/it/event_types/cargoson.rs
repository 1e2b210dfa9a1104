use super::post_to;
use hookport::{
    Unknown, WebhookEvent,
    event_types::cargoson::{Booking, BookingStatus, CargosonEvent, Notice},
};

#[test]
fn each_occasion_has_its_variant_and_its_booking() {
    for (occasion, body, status) in [
        ("booking.created", payload!("cargoson/booking.created.json"), "booked"),
        ("shipment.updated", payload!("cargoson/shipment.updated.json"), "booked"),
        ("shipment.status_updated", payload!("cargoson/shipment.status_updated.json"), "delivered"),
    ] {
        let (CargosonEvent::BookingCreated(notice)
        | CargosonEvent::ShipmentUpdated(notice)
        | CargosonEvent::ShipmentStatusUpdated(notice)) =
            post_to(occasion, body).expect("a delivery")
        else {
            panic!("{occasion} is unknown");
        };
        let booking = notice.booking.expect("a booking");
        assert_eq!(booking.reference.as_deref(), Some("XX12345"));
        assert_eq!(booking.latest_status.as_deref(), Some(status));
    }
}

#[test]
fn a_booking_is_found_in_the_members_that_may_hold_it_and_in_the_body_itself() {
    let inner = r#"{"id":1,"reference":"XX1"}"#;
    for body in [
        inner.to_owned(),
        format!(r#"{{"data":{inner}}}"#),
        format!(r#"{{"event":"x","booking":{inner}}}"#),
        format!(r#"{{"data":null,"shipment":{inner}}}"#),
    ] {
        let notice: Notice = serde_json::from_str(&body).expect("a notice");
        let booking = notice.booking.expect("a booking");
        assert_eq!(booking.reference.as_deref(), Some("XX1"), "{body}");
    }
}

#[test]
fn a_body_of_another_shape_is_a_notice_without_a_booking() {
    for body in ["{}", "[]", "7", r#""XX1""#, r#"{"id":1}"#, r#"{"reference":{"of":1}}"#] {
        let event = post_to("booking.created", body).expect("a delivery");
        let CargosonEvent::BookingCreated(notice) = event else {
            panic!("{event:?}");
        };
        assert_eq!(notice, Notice::default(), "{body}");
    }
}

#[test]
fn a_delivery_to_another_url_is_kept_with_its_bytes() {
    let body = payload!("cargoson/booking.created.json");

    let event = post_to("cargoson", body).expect("a delivery");

    let CargosonEvent::Other(unknown) = event else {
        panic!("{event:?}");
    };
    assert_eq!(unknown.body(), body);
}

/// The envelope is made up: none is published.
#[test]
fn a_booking_fits_into_an_enum_of_ones_own() {
    #[derive(Debug, WebhookEvent)]
    #[event(payload = "/data")]
    enum TransportEvent {
        #[event("bookings")]
        Booked(Box<Booking>),
        #[event(other)]
        Other(Unknown),
    }

    let body = payload!("cargoson/booking.created.json");
    let event = post_to("bookings", body).expect("a delivery");

    let TransportEvent::Booked(booking) = event else {
        panic!("{event:?}");
    };
    assert_eq!(booking.id.as_deref(), Some("482193"));
    assert_eq!(booking.reference.as_deref(), Some("XX12345"));
    assert_eq!(booking.latest_status.as_deref(), Some("booked"));
    assert_eq!(booking.delivery_city.as_deref(), Some("Riga"));
}

#[test]
fn the_errors_of_a_booking_may_have_any_shape() {
    for (json, errors) in [
        ("null", &[][..]),
        (r#"["no truck"]"#, &["no truck"]),
        (r#""no truck""#, &["no truck"]),
        (r#"[{"code":1}, null]"#, &[r#"{"code":1}"#]),
    ] {
        let body = format!(r#"{{"booking_status":"failed","errors":{json}}}"#);

        let booking: Booking = serde_json::from_str(&body).expect("a booking");

        assert_eq!(booking.booking_status, Some(BookingStatus::Failed));
        assert_eq!(booking.errors, errors);
    }
}
