use hookport::{EventRouter, WebhookEvent, providers};

#[derive(serde::Deserialize)]
struct Order {}

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(Order),
}

fn main() {
    let shop = String::from("made-up");
    EventRouter::<Shop, ()>::new(providers::STRIPE.secret("made-up-secret"))
        .on(Shop::PAID, async move |_| println!("{shop}"));
}
