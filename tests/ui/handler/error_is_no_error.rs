struct NoStock;

#[hookport::handler]
async fn on_paid(_: String) -> Result<(), NoStock> {
    Err(NoStock)
}

fn main() {}
