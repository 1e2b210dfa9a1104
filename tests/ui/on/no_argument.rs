use hookport::{EventRouter, WebhookEvent, providers};

#[derive(WebhookEvent)]
enum Shop {
    #[event("ping")]
    Ping,
}

async fn on_ping() {}

fn main() {
    EventRouter::<Shop>::new(providers::STRIPE.secret("made-up-secret")).on(Shop::PING, on_ping);
}
