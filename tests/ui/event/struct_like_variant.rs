use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("order.paid")]
    Paid { id: String },
}

fn main() {}
