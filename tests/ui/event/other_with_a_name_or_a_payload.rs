use hookport::{Unknown, WebhookEvent};

#[derive(WebhookEvent)]
enum Event {
    #[event(other, "order.paid", payload = "/data")]
    Other(Unknown),
    #[event("ping", payload = "/data")]
    Ping,
}

fn main() {}
