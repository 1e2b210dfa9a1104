use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event(payload = "data/object", name = "type")]
enum Event {
    #[event("order.paid", payload = "/a~2b")]
    Paid(String),
    #[event("order.sent", payload = "/a~")]
    Sent(String),
    #[event("order.lost", payload = "$.data")]
    Lost(String),
}

fn main() {}
