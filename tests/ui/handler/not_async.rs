#[hookport::handler]
fn on_paid(_: String) {}

#[hookport::handler]
fn on_refunded(_: String) -> Result<(), std::io::Error> {
    Ok(())
}

/// This is `async` in another way.
#[hookport::handler]
fn on_lost(_: String) -> impl Future<Output = ()> {
    async {}
}

fn main() {}
