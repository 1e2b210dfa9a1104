use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("order.paid")]
    Paid(String),
    Refunded(String),
    #[event(payload = "/data")]
    Sent(String),
}

fn main() {}
