use hookport::WebhookEvent;

enum Event {
    Paid(String),
}

fn is_event<E: WebhookEvent>() {}

fn main() {
    is_event::<Event>();
}
