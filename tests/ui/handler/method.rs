struct Shop;

impl Shop {
    #[hookport::handler]
    async fn on_paid(&self, _: String) {}

    #[hookport::handler]
    async fn on_refunded(self: std::sync::Arc<Self>, _: String) {}
}

fn main() {}
