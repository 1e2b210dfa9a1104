use std::fmt::Display;

#[hookport::handler]
async fn on_paid<T>(_: T) {}

#[hookport::handler]
async fn on_refunded(_: impl Display) {}

fn main() {}
