//! Over HTTP: CPU time of the server process for a request, hookport against the same endpoint
//! written by hand.
//!
//! Each server is a child process on the first processor, with one thread; the load comes from this
//! process on the second one, over 64 connections that are kept alive, each sending the next
//! request when the last is answered. In every round each server has one burst, in rotating order.

use hookport_benches::{delivery::Delivery, http::round, http::server, options::Options};

fn main() {
    if let Some(name) = server::asked_for() {
        return server::run(&name);
    }
    let options = Options::from_args();
    let rounds = if options.rounds < 100 { 6 } else { 24 };
    for (case, delivery) in [
        ("standard-300", Delivery::invoice as fn() -> Delivery),
        ("stripe-3k", Delivery::payment),
        ("github-10k", || Delivery::push(1)),
        ("github-25k", || Delivery::push(18)),
    ] {
        if case.contains(&options.filter) {
            round::compare(case, delivery, rounds);
        }
    }
}
