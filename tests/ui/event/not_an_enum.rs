use hookport::WebhookEvent;

#[derive(WebhookEvent)]
struct Event {
    id: u32,
}

fn main() {}
