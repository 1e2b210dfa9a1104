//! The cost and the speed of the inbox, beside bare rusqlite on the same disk in the same run; and of that on
//! Postgres, beside `sqlx` by hand.
//!
//! `cargo run --release -- accept | cost | slow | latency | claims [millions] | log [millions] |
//! backlog [millions] | console [millions] [folder]`, or `postgres MODE` with a mode of its own, from this
//! folder.

mod accept;
mod backlog;
mod bare;
mod claims;
mod clients;
mod console;
mod cost;
mod delivery;
mod latency;
mod log;
mod postgres;
mod rounds;
mod slow;
mod usage;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("accept") => accept::run().await,
        Some("cost") => cost::run().await,
        Some("slow") => slow::run(),
        Some("latency") => latency::run().await,
        Some("claims") => claims::run(number(&arguments, 1).unwrap_or(5.0)),
        Some("backlog") => backlog::run(claims::rows(number(&arguments, 1).unwrap_or(1.0))),
        Some("fill-backlog") => backlog::fill(count(&arguments), arguments[2].as_ref()).await,
        Some("drain-backlog") => backlog::drain(count(&arguments), arguments[2].as_ref()).await,
        Some("log") => log::run(number(&arguments, 1).unwrap_or(1.0)).await,
        Some("console") => {
            let folder = arguments.get(2).map(std::convert::AsRef::as_ref);
            console::run(number(&arguments, 1).unwrap_or(1.0), folder).await;
        }
        Some("fill") => claims::fill(count(&arguments), arguments[2].as_ref()).await,
        Some("measure") => claims::measure(count(&arguments), arguments[2].as_ref()).await,
        Some("postgres") if on_postgres(&arguments).await => {}
        _ => eprintln!(
            "postgres {} | accept | cost | slow | latency | claims [millions] | log [millions] | backlog [millions] | \
             console [millions] [folder]",
            postgres::MODES
        ),
    }
}

async fn on_postgres(arguments: &[String]) -> bool {
    let Some(mode) = arguments.get(1) else { return false };
    postgres::run(mode, number(arguments, 2), arguments.get(3).map(String::as_str)).await
}

fn number(arguments: &[String], at: usize) -> Option<f64> {
    arguments.get(at).map(|number| number.parse().expect("a number"))
}

fn count(arguments: &[String]) -> usize {
    arguments[1].parse().expect("a number")
}
