use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("*")]
    Any(String),
    #[event("order*")]
    Order(String),
    #[event("*.paid", "order.*.paid")]
    Paid(String),
    #[event("**", ".*", "/*", "*/", "*/*")]
    Odd(String),
    #[event("a/b/*", "*/c/d")]
    Segments(String),
}

fn main() {}
