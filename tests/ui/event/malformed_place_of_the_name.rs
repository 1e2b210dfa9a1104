use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event(name(pair(header = "x-entity")))]
enum Pair {
    #[event("ping")]
    Ping,
}

#[derive(WebhookEvent)]
#[event(name(pair(header = "x-entity", header = "x-verb", by = "/")))]
enum By {
    #[event("ping")]
    Ping,
}

#[derive(WebhookEvent)]
#[event(name(only(header = "x-type")))]
enum Only {
    #[event("ping")]
    Ping,
}

#[derive(WebhookEvent)]
#[event(name(path = "last"))]
enum Path {
    #[event("ping")]
    Ping,
}

#[derive(WebhookEvent)]
#[event(name(header))]
enum Header {
    #[event("ping")]
    Ping,
}

#[derive(WebhookEvent)]
#[event(name(query = ""))]
enum Query {
    #[event("ping")]
    Ping,
}

fn main() {}
