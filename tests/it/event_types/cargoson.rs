use super::post_to;
use hookport::{
    Unknown, WebhookEvent,
    event_types::cargoson::{Booking, BookingStatus, CargosonEvent},
};

#[test]
fn a_delivery_is_captured_with_its_bytes() {
    for body in [
        payload!("cargoson/booking.created.json"),
        payload!("cargoson/shipment.updated.json"),
        payload!("cargoson/shipment.status_updated.json"),
    ] {
        let event = post_to("cargoson", body).expect("a delivery");

        let CargosonEvent::Captured(unknown) = event else {
            panic!("not captured");
        };
        assert_eq!(unknown.body(), body);
    }
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
