use hookport::{EventRouter, WebhookEvent, providers};

#[derive(WebhookEvent)]
enum Shop {
    #[event("paid")]
    Paid(u64),
    #[event("ping")]
    Ping,
}

#[derive(WebhookEvent)]
enum Bank {
    #[event("booked")]
    Booked(u64),
}

async fn on_paid(_: u64) {}

fn main() {
    let router = || EventRouter::<Shop>::new(providers::STRIPE.secret("made-up-secret"));
    router().on(Shop::Paid, on_paid);
    router().on(Bank::BOOKED, on_paid);
    router().ignore(Shop::Ping);
    EventRouter::new(providers::STRIPE.secret("made-up-secret")).on(Shop::Paid, on_paid);
}
