#[hookport::handler]
async fn on_paid(_: &str) {}

fn main() {}
