use hookport::{Delivery, extract::State};

#[hookport::handler]
async fn on_paid(State(_): State<u8>, _: String) {}

#[hookport::handler]
async fn on_refunded(_: Delivery, _: u64) {}

fn main() {}
