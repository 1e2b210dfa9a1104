use hookport::{EventRouter, WebhookEvent, providers};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(Order),
}

async fn on_paid(_: Order) {
    let count = std::rc::Rc::new(1);
    std::future::ready(()).await;
    drop(count);
}

fn main() {
    EventRouter::<Shop, ()>::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, on_paid);
}
