//! Routal, route planning: proofs of delivery from finished stops, with the ready types.
//!
//! `cargo run --example routal` delivers to itself. To listen on 127.0.0.1:8080:
//! `ROUTAL_URL_SECRET=… cargo run --example routal -- --serve`, and give Routal the URL
//! `https://your.host/routal/<secret>`: it signs nothing, so the URL is the secret.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::{env, error::Error};

use hookport::{
    EventRouter, Secret, Unknown,
    event_types::routal::{Envelope, Plan, ReportType, RoutalEvent, Stop},
    extract::RawBody,
    providers,
    testing::{Signer, deliver},
};

// To copy from here.

async fn on_plan_created(plan: Plan) {
    let label = plan.label.as_deref().unwrap_or("no label");
    println!("  on_plan_created: {label}, {} stops", plan.total_stops.unwrap_or(0));
}

/// Beside the stop, the envelope tells project and time. It is read from the same bytes.
async fn on_stop(stop: Stop, RawBody(body): RawBody) -> Result<(), serde_json::Error> {
    let envelope: Envelope = serde_json::from_slice(&body)?;
    let label = stop.label.as_deref().unwrap_or("no label");
    println!("  on_stop: {label}, project {}", envelope.project_id);
    for report in stop.reports {
        match report.r#type {
            Some(ReportType::Completed) => {
                let comment = report.comments.unwrap_or_default();
                println!("    delivered: {comment}, {} image(s)", report.images.len());
            }
            Some(how) => println!("    not delivered: {how}"),
            None => {}
        }
    }
    Ok(())
}

/// The number in a name is a version: `planner.3` comes here.
async fn on_other(unknown: Unknown) {
    println!("  on_other: {}", unknown.name().unwrap_or("no name"));
}

fn app(secret: Secret) -> axum::Router {
    let routal = EventRouter::new(providers::ROUTAL.secret(secret))
        .on(RoutalEvent::PLAN_CREATED, on_plan_created)
        .on(RoutalEvent::STOP, on_stop)
        .on(RoutalEvent::OTHER, on_other)
        .ignore_rest()
        .on_refusal(|refusal| println!("  refused: {}", refusal.error()))
        .with_state(());
    axum::Router::new().nest_service("/routal", routal)
}

// To here. The rest runs it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--serve") {
        let app = app(Secret::from_env("ROUTAL_URL_SECRET")?);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
        println!("listening on http://127.0.0.1:8080/routal/<secret>");
        return Ok(axum::serve(listener, app).await?);
    }
    let app = app("made-up".into());
    // The secret becomes the last segment of the path.
    let routal = Signer::new(providers::ROUTAL, "made-up").url("http://localhost/routal");
    let forger = Signer::new(providers::ROUTAL, "guessed").url("http://localhost/routal");
    let stop = include_str!("../tests/payloads/routal/stop.completed.json");

    for (what, request) in [
        ("a plan", routal.sign(include_str!("../tests/payloads/routal/plan.created.json"))?),
        ("a finished stop", routal.sign(stop)?),
        ("another version", routal.sign(stop.replace("planner.2", "planner.3"))?),
        ("with a guessed URL", forger.sign(stop)?),
    ] {
        println!("{what}");
        println!("  Routal gets {}", deliver(&app, request).await.status());
    }
    Ok(())
}
