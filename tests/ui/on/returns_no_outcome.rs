use hookport::{EventRouter, WebhookEvent, providers};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(Order),
}

async fn on_paid(_: Order) -> u32 {
    1
}

async fn also_on_paid(_: Order) -> axum::http::StatusCode {
    axum::http::StatusCode::OK
}

fn main() {
    EventRouter::<Shop, ()>::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, on_paid)
        .on(Shop::PAID, also_on_paid);
}
