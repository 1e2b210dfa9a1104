use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("COMPANY/*")]
    Company(String),
    #[event("JOB/*", "JOB/DELETE")]
    Job(String),
    #[event("*/DELETE")]
    Deleted(String),
    #[event("order.*")]
    Order(String),
    #[event("JOB/DEL.*", "x/y.*")]
    Dotted(String),
    #[event("*/DEL.ETE")]
    Verb(String),
}

/// A sender may name `PRODUCT/DELETE` by two values.
#[derive(WebhookEvent)]
enum Pair {
    #[event("PRODUCT", "ORDER")]
    Product(String),
    #[event("*/DELETE", "ORDER/DELETE")]
    Deleted(String),
}

#[derive(WebhookEvent)]
#[event(name(header = "x-event"))]
enum Single {
    #[event("PRODUCT")]
    Product(String),
    #[event("*/DELETE")]
    Deleted(String),
}

fn main() {}
