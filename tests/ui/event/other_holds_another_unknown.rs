use hookport::WebhookEvent;

#[derive(serde::Deserialize)]
struct Unknown;

#[derive(WebhookEvent)]
enum Event {
    #[event(other)]
    Other(Unknown),
}

fn main() {}
