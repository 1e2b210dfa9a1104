#[hookport::handler]
async fn on_paid(_: String) -> u32 {
    1
}

#[hookport::handler]
async fn on_refunded(_: String) -> axum::http::StatusCode {
    axum::http::StatusCode::OK
}

#[hookport::handler]
async fn on_lost(_: String) -> Result<u32, std::io::Error> {
    Ok(1)
}

#[hookport::handler]
fn on_found(_: String) -> impl Future<Output = u32> {
    async { 1 }
}

fn main() {}
