use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("order.paid", "order.*")]
    Paid(String),
    #[event("order.sent", "order.paid")]
    Sent(String),
    #[event("order.*", "ping", "ping")]
    Other(String),
}

fn main() {}
