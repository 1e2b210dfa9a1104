use hookport::WebhookEvent;

#[derive(WebhookEvent)]
#[event(payload = "data")]
enum Event {
    #[event("invoice.paid")]
    Paid(String),
    Refunded(String),
    #[event("invoice.voided")]
    Voided { id: String },
    #[event(nmae = "invoice.sent")]
    Sent(String),
    #[event("invoice.paid")]
    Again(String),
}

fn is_event<E: WebhookEvent>() {}

fn main() {
    // No second error follows from these.
    is_event::<Event>();
    let _ = Event::PAID.take(Event::Paid(String::new()));
    let _ = Event::REFUNDED;
}
