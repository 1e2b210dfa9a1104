use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event(payload, name())]
enum Event {
    #[event]
    Empty(String),
    #[event("order.paid" "order.sent")]
    Paid(String),
    #[event(1)]
    Number(String),
    #[event("a", payload = 1)]
    Payload(String),
    #[event = "b"]
    Assigned(String),
}

fn main() {}
