use super::{post_to, text};
use hookport::event_types::rabbot::{CurrentDriver, Driver, RabbotEvent};

fn decode(path: &str, body: &str) -> RabbotEvent {
    post_to(path, body.to_owned()).expect("a call of Rabbot")
}

#[test]
fn a_finished_checklist_has_its_cost() {
    let event = decode("checklists", payload!("rabbot/checklist_finished.json"));

    let RabbotEvent::ChecklistFinished(done) = event else {
        panic!("not a checklist");
    };
    assert_eq!(text(done.service_amount.as_ref()), Some("350.9"));
    assert_eq!(done.vehicle.expect("a vehicle").odometer_km, Some(48210.0));
    let email = done.driver.expect("a driver").email;
    assert_eq!(email.as_deref(), Some("motorista@example.com"));
}

#[test]
fn a_paid_fine_has_its_number() {
    let RabbotEvent::FinePaid(paid) = decode("fines", payload!("rabbot/fine_paid.json")) else {
        panic!("not a fine");
    };

    let fine = paid.fine.expect("a fine");
    assert_eq!((fine.number.as_deref(), fine.paid), (Some("AIT-000123"), Some(true)));
}

#[test]
fn an_odometer_has_its_vehicle() {
    let event = decode("odometer", payload!("rabbot/odometer_updated.json"));

    let RabbotEvent::OdometerUpdated(updated) = event else {
        panic!("not an odometer");
    };
    let plate = updated.vehicle.expect("a vehicle").plate;
    assert_eq!(plate.as_deref(), Some("ABC1D23"));
    assert_eq!(updated.source.as_deref(), Some("checklist"));
}

#[test]
fn a_position_has_its_degrees() {
    let event = decode("positions", payload!("rabbot/vehicle_position.json"));

    let RabbotEvent::VehiclePosition(told) = event else {
        panic!("not a position");
    };
    let position = told.position.expect("a position");
    assert_eq!((position.lat, position.lng), (Some(-23.5614), Some(-46.6559)));
}

#[test]
fn a_call_to_another_path_is_kept_with_its_bytes() {
    let RabbotEvent::Other(unknown) = decode("tyres", r#"{"tyre":1}"#) else {
        panic!("a known path");
    };

    assert_eq!(unknown.body(), r#"{"tyre":1}"#);
}

#[test]
fn a_question_is_answered_with_the_driver() {
    let asked: serde_json::Value =
        serde_json::from_str(payload!("rabbot/current_driver.get.json")).expect("JSON");

    let answer = CurrentDriver {
        plate: "ABC1D23".to_owned(),
        driver: Some(Driver {
            name: Some("Joao Lima".to_owned()),
            email: Some("motorista@example.com".to_owned()),
        }),
    };

    let sent = serde_json::to_value(answer).expect("JSON");
    assert_eq!(sent, asked["response"]["body"]);
}
