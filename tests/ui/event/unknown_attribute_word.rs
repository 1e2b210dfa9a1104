use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event(paylod = "/data", name(heder = "x-event"))]
enum Event {
    #[event("order.paid", nmae = "x", payload = "/order")]
    Paid(String),
    #[event(else)]
    Other(String),
}

fn main() {}
