#![deny(dead_code)]

#[hookport::handler]
async fn on_paid(_: String) {}

fn main() {}
