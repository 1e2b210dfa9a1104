use hookport::{EventRouter, WebhookEvent, providers};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(Order),
}

async fn on_paid(_: Order, _: axum::Json<u64>) {}

fn main() {
    EventRouter::<Shop, ()>::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, on_paid);
}
