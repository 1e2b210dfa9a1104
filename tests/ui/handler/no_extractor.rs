struct Pool;

#[hookport::handler]
async fn on_paid(_: String, _: u64, _: Pool) {}

fn main() {}
