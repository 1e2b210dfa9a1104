use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event("order.paid", other)]
enum Event {
    #[event("order.paid", name = "/type")]
    Paid(#[event("order.paid")] String),
}

fn main() {}
