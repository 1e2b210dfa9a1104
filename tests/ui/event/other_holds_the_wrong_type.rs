use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event(other)]
    Other(String),
}

#[derive(WebhookEvent)]
enum Empty {
    #[event(other)]
    Other,
}

fn main() {}
