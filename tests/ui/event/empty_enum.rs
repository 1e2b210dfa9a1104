use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {}

fn main() {}
