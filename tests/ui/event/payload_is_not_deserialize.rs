use hookport::WebhookEvent;

struct Order;

#[derive(WebhookEvent)]
enum Event {
    #[event("order.paid")]
    Paid(Order),
    #[event("order.sent")]
    Sent(String),
}

fn main() {}
