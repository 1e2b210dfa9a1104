//! What the inbox costs and reaches, beside bare rusqlite on the same disk in the same run.
//!
//! `cargo run --release -- accept | slow | latency | claims [millions]`, from this folder.

mod accept;
mod bare;
mod claims;
mod clients;
mod delivery;
mod latency;
mod rounds;
mod slow;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("accept") => accept::run().await,
        Some("slow") => slow::run(),
        Some("latency") => latency::run().await,
        Some("claims") => {
            let millions =
                arguments.get(1).map_or(5.0, |millions| millions.parse().expect("a number"));
            claims::run(millions).await;
        }
        _ => eprintln!("accept | slow | latency | claims [millions]"),
    }
}
