//! The cost and the speed of the inbox, beside bare rusqlite on the same disk in the same run.
//!
//! `cargo run --release -- accept | cost | slow | latency | claims [millions] | log [millions] |
//! backlog [millions] | console [millions] [folder]`,
//! from this folder.

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
        _ => eprintln!(
            "accept | cost | slow | latency | claims [millions] | log [millions] | backlog [millions] | \
             console [millions] [folder]"
        ),
    }
}

fn number(arguments: &[String], at: usize) -> Option<f64> {
    arguments.get(at).map(|number| number.parse().expect("a number"))
}

fn count(arguments: &[String]) -> usize {
    arguments[1].parse().expect("a number")
}
