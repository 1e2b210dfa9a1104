use hookport::{EventRouter, WebhookEvent, providers};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(Order),
}

fn on_paid(_: Order) {}

fn main() {
    EventRouter::<Shop, ()>::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, on_paid);
}
