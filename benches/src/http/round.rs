//! Rounds of bursts, and what they come to.

use std::time::Duration;

use tokio::{runtime::Builder, task::LocalSet};

use super::{
    load::{burst, written_out},
    server::{Server, pin_to},
};
use crate::{bench::quantile, delivery::Delivery};

/// Compares the servers of one case, and prints the table.
///
/// # Panics
///
/// Panics if a server does not answer as it should.
pub fn compare(case: &str, delivery: fn() -> Delivery, rounds: usize) {
    pin_to(1);
    let servers = SERVERS.map(|(_, name)| Server::start(&format!("{name} {case}")));
    let mut spent = [const { Vec::new() }; SERVERS.len()];
    // The first round warms up.
    for round in 0..=rounds {
        // Signed anew, or a long run would go stale.
        let request = written_out(&delivery()).leak();
        for turn in 0..servers.len() {
            let at = (round + turn) % servers.len();
            let nanos = cpu_of_a_request(&servers[at], request);
            if round > 0 {
                spent[at].push(nanos);
            }
        }
    }
    print(case, &spent);
}

#[expect(clippy::cast_precision_loss, reason = "a burst lasts a quarter of a second")]
fn cpu_of_a_request(server: &Server, request: &'static [u8]) -> f64 {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let start = server.cpu_time();
    let load = burst(server.address, request, BURST);
    let count = LocalSet::new().block_on(&runtime, load);
    (server.cpu_time() - start) as f64 / count as f64
}

fn print(case: &str, spent: &[Vec<f64>]) {
    println!(
        "\n### {case}\n\n| server | ratio | middle half | CPU us a request |\n|---|---|---|---|"
    );
    for ((name, _), own) in SERVERS.iter().zip(spent) {
        let ratios = own.iter().zip(&spent[0]).map(|(own, base)| own / base).collect::<Vec<_>>();
        let [low, ratio, high] = [0.25, 0.5, 0.75].map(|share| quantile(&ratios, share));
        let micros = quantile(own, 0.5) / 1000.0;
        println!("| {name} | {ratio:.3} | {low:.3}–{high:.3} | {micros:.2} |");
    }
}

/// The names of the servers in the table and on the command line. The first is the rival.
const SERVERS: [(&str, &str); 4] = [
    ("by hand", "hand"),
    ("(the same again)", "hand"),
    ("hookport", "nested"),
    ("hookport, route_service", "routed"),
];

const BURST: Duration = Duration::from_millis(250);
