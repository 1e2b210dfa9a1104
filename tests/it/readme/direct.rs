use axum::{Router, extract::State};
use hookport::{EventRouter, Secret, SecretError, Unknown, WebhookEvent, extract::DeliveryId, providers};

#[derive(WebhookEvent)]
#[event(payload = "/data/object")] // where in the body the variant's value is
enum StripeEvent {
    #[event("payment_intent.succeeded")]
    Paid(PaymentIntent), // any serde type of yours
    #[event("customer.subscription.*")]
    Subscription, // holds nothing: its payload is not read
    #[event(other)]
    Other(Unknown), // a new event name never breaks a receiver
}

#[derive(serde::Deserialize)]
struct PaymentIntent {
    id: String,
}

#[derive(Clone)]
struct Shop; // your database, your clients

async fn on_paid(intent: PaymentIntent, State(shop): State<Shop>, id: DeliveryId) -> Result<(), std::io::Error> {
    shop.mark_paid(&intent.id, id.as_str()) // an error: Stripe gets 503 and tries again
}

impl Shop {
    fn mark_paid(&self, intent: &str, delivery: &str) -> Result<(), std::io::Error> {
        println!("{intent} is paid, says delivery {delivery}");
        Ok(())
    }
}

fn app(shop: Shop) -> Result<Router, SecretError> {
    let stripe = EventRouter::new(providers::STRIPE.secret(Secret::from_env("STRIPE_WEBHOOK_SECRET")?))
        .on(StripeEvent::PAID, on_paid) // a handler of the wrong payload type does not compile
        .ignore(StripeEvent::SUBSCRIPTION) // a variant that you forget stops the start-up, except `other`
        .with_state(shop); // now it is a service, for any tower router
    Ok(Router::new().route_service("/stripe", stripe))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt::init();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, app(Shop)?).await?;
    Ok(())
}
