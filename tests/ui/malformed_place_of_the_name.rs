use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event(name(header_pair("x-entity")))]
enum Pair {
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
