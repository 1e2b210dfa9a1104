use hookport::{Delivery, EventRouter, Secret, SecretError, extract::State, Unknown, WebhookEvent, providers};

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data/object")] // where in the body the variant's value lies
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(PaymentIntent), // any serde type of yours
    #[event("customer.subscription.*")]
    Subscription(SubscriptionChange),
    #[event(other)]
    Other(Unknown), // a new event name never breaks a receiver
}

async fn on_paid(intent: PaymentIntent, State(db): State<Db>, delivery: Delivery) -> Result<(), DbError> {
    db.mark_paid(&intent.id, delivery.id()).await // an error: Stripe hears 503 and tries again
}

fn app(db: Db) -> Result<axum::Router, SecretError> {
    let stripe = EventRouter::new(providers::STRIPE.secret(Secret::from_env("STRIPE_WEBHOOK_SECRET")?))
        .on(StripeEvent::PAID, on_paid) // a handler of the wrong payload type does not compile
        .ignore(StripeEvent::SUBSCRIPTION) // a variant neither handled nor ignored stops the start-up
        .with_state(db);
    Ok(axum::Router::new().route_service("/stripe", stripe))
}
