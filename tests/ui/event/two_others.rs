use hookport::{Unknown, WebhookEvent};

#[derive(WebhookEvent)]
enum Event {
    #[event(other)]
    Other(Unknown),
    #[event("ping")]
    Ping,
    #[event(other)]
    Rest(Unknown),
}

fn main() {}
