use hookport::{EventRouter, WebhookEvent, extract::State, providers};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(Order),
}

#[derive(Clone)]
struct App;

#[derive(Clone)]
struct Pool;

async fn on_paid(_: Order, State(_): State<App>, State(_): State<Pool>) {}

fn main() {
    EventRouter::<Shop, App>::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, on_paid);
}
