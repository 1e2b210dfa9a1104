#[hookport::handler]
async fn on_paid(_: String, axum::Json(_): axum::Json<u64>) {}

fn main() {}
