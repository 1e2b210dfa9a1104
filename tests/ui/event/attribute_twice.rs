use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event(payload = "/data", payload = "/object")]
#[event(name = "/type")]
#[event(name = "/kind")]
enum Event {
    #[event("order.paid", payload = "/a", payload = "/b")]
    Paid(String),
    #[event(other, other)]
    Other(hookport::Unknown),
}

fn main() {}
