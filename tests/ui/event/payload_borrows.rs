use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("order.paid")]
    Paid(&'static str),
}

fn main() {}
