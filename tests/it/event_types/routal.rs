use super::{HeaderMap, post};
use hookport::event_types::routal::{
    CustomField, Envelope, ReportType, RoutalEvent, Stop, StopStatus,
};

fn decode(body: &str) -> RoutalEvent {
    post(&[], "routal", &HeaderMap::new(), body.to_owned()).expect("a delivery of Routal")
}

fn stop(data: &str) -> Stop {
    let body = format!(r#"{{"event_id":"routal.planner.2.stop.changed","data":{data}}}"#);
    let RoutalEvent::Stop(stop) = decode(&body) else {
        panic!("not a stop");
    };
    stop
}

#[test]
fn a_created_plan_has_its_counters() {
    let RoutalEvent::PlanCreated(plan) = decode(payload!("routal/plan.created.json")) else {
        panic!("not a created plan");
    };

    assert_eq!(plan.id, "66b7c8d9e0f1a2b3c4d5e6f7");
    assert_eq!(plan.label.as_deref(), Some("Gracia morning"));
    assert_eq!(plan.status.as_deref(), Some("planning"));
    assert_eq!(plan.pending_stops, Some(2));
    assert_eq!(plan.deleted, Some(false));
}

#[test]
fn anything_else_about_a_plan_is_a_plan() {
    let RoutalEvent::Plan(plan) = decode(payload!("routal/plan.updated.json")) else {
        panic!("not a plan");
    };

    assert_eq!(plan.status.as_deref(), Some("in_progress"));
}

#[test]
fn a_route_begins_and_ends_somewhere() {
    let RoutalEvent::Route(route) = decode(payload!("routal/route.created.json")) else {
        panic!("not a route");
    };

    let start = route.start_location.expect("a start");
    assert_eq!(start.city.as_deref(), Some("Barcelona"));
    assert_eq!((start.lat, start.lng), (Some(41.3902), Some(2.154)));
    assert_eq!(route.external_id.as_deref(), Some("ROUTE-2026-06-02-01"));
}

#[test]
fn a_completed_stop_has_its_proof_of_delivery() {
    let RoutalEvent::Stop(stop) = decode(payload!("routal/stop.completed.json")) else {
        panic!("not a stop");
    };

    assert_eq!(stop.status, Some(StopStatus::Completed));
    assert_eq!(stop.r#type.as_deref(), Some("delivery"));
    assert_eq!(stop.reports[0].r#type, Some(ReportType::Completed));
    assert_eq!(
        stop.reports[0].images[0].url.as_deref(),
        Some("https://files.example.com/routal/pod-1.jpg")
    );
}

#[test]
fn a_canceled_stop_says_why() {
    let RoutalEvent::Stop(stop) = decode(payload!("routal/stop.canceled.json")) else {
        panic!("not a stop");
    };

    assert_eq!(stop.status, Some(StopStatus::Canceled));
    let answers = stop.reports[0].custom_fields.as_ref().expect("answers");
    assert_eq!(
        answers["motivos_de_cancelacion"],
        CustomField::Choice { id: Some("0".to_owned()), label: "Destinatario ausente".to_owned() }
    );
}

#[test]
fn another_version_of_an_event_is_another_event() {
    let body = payload!("routal/unknown.future.json");

    let RoutalEvent::Other(unknown) = decode(body) else {
        panic!("a known event");
    };

    assert_eq!(unknown.name(), Some("routal.planner.3.vehicle.teleported"));
    assert_eq!(unknown.body(), body);
}

#[test]
fn the_envelope_tells_the_project() {
    let body = payload!("routal/plan.created.json");

    let envelope: Envelope = serde_json::from_str(body).expect("an envelope");

    assert_eq!(envelope.project_id, "65a1b2c3d4e5f60718293a4b");
    assert_eq!(envelope.created_at, "2026-06-01T16:20:11.640Z");
    assert_eq!(envelope.meta.expect("meta").get(), "{}");
}

#[test]
fn a_stop_needs_no_more_than_its_id() {
    let stop = stop(r#"{"id":"66b7c8d9e0f1a2b3c4d5e701","label":null,"reports":null,"new":1}"#);

    assert_eq!(stop.label, None);
    assert_eq!(stop.reports, []);
}

#[test]
fn a_new_status_is_kept_as_it_was_sent() {
    let stop = stop(r#"{"id":"66b7c8d9e0f1a2b3c4d5e701","status":"postponed"}"#);

    assert_eq!(stop.status, Some(StopStatus::Other("postponed".to_owned())));
}

#[test]
fn an_answer_of_another_shape_is_kept_as_its_json() {
    let fields = r#"{"seal":"A-1","boxes":3,"who":[{"id":1}],"none":null,"empty":{}}"#;
    let stop = stop(&format!(
        r#"{{"id":"66b7c8d9e0f1a2b3c4d5e701","reports":[{{"custom_fields":{fields}}}]}}"#
    ));

    let answers = stop.reports[0].custom_fields.as_ref().expect("answers");
    for (name, json) in [
        ("seal", r#""A-1""#),
        ("boxes", "3"),
        ("who", r#"[{"id":1}]"#),
        ("none", "null"),
        ("empty", "{}"),
    ] {
        assert_eq!(answers[name], CustomField::Other(json.to_owned()));
    }
    assert_eq!(
        serde_json::to_string(answers).expect("JSON"),
        r#"{"boxes":3,"empty":{},"none":null,"seal":"A-1","who":[{"id":1}]}"#
    );
}
