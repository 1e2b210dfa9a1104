use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("order.paid")]
    Paid(String, u32),
    #[event("order.sent")]
    Sent(),
}

fn main() {}
