#[hookport::handler(stat = App)]
async fn on_paid(_: String) {}

#[hookport::handler(state)]
async fn on_refunded(_: String) {}

#[hookport::handler(state = )]
async fn on_lost(_: String) {}

#[hookport::handler(state = u8, u16)]
async fn on_found(_: String) {}

fn main() {}
