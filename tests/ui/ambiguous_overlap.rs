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

fn main() {}
