use hookport::{EventRouter, WebhookEvent, providers};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(Order),
}

#[derive(serde::Deserialize)]
struct Refund {}

async fn on_paid(_: Refund) {}

fn main() {
    EventRouter::<Shop, ()>::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, on_paid);
}
