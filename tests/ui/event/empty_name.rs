use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("")]
    Paid(String),
}

fn main() {}
