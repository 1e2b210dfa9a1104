#![allow(non_camel_case_types)]

use hookport::WebhookEvent;

#[derive(WebhookEvent)]
enum Event {
    #[event("order.paid")]
    OrderPaid(String),
    #[event("order_paid")]
    Order_Paid(String),
    #[event("ping")]
    PING,
    #[event("pull_request")]
    PR_OPENED,
    #[event("x")]
    X,
}

fn main() {}
