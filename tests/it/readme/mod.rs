//! The README's examples, compiled and run as they stand there.

use std::{env, process::Command};

use hookport::testing::{Signer, deliver};

mod stripe {
    #[derive(Debug, serde::Deserialize)]
    pub(crate) struct PaymentIntent {
        id: String,
    }

    #[derive(Debug, serde::Deserialize)]
    pub(crate) struct SubscriptionChange {}

    #[derive(Clone)]
    pub(crate) struct Db;

    type DbError = std::io::Error;

    impl Db {
        #[expect(clippy::unused_async, reason = "it stands for a database")]
        async fn mark_paid(&self, intent: &str, delivery: Option<&str>) -> Result<(), DbError> {
            assert_eq!((intent, delivery), ("pi_1", Some("evt_1")));
            Ok(())
        }
    }

    include!("stripe.rs");

    #[cfg(feature = "sqlite")]
    pub(crate) mod inbox {
        use super::{PaymentIntent, StripeEvent};

        include!("inbox.rs");

        /// Never polled: it would listen on a port of everybody's, and wait for a signal.
        pub(crate) fn served() -> impl Future<Output = Result<(), ReceiverError>> {
            let stripe = hookport::EventRouter::new(
                hookport::providers::STRIPE.secret(crate::readme::SECRET),
            )
            .on(StripeEvent::PAID, on_paid)
            .ignore(StripeEvent::SUBSCRIPTION)
            .with_state(());
            serve(stripe)
        }
    }

    pub(crate) fn router(db: Db) -> Result<axum::Router, SecretError> {
        app(db)
    }
}

mod acme {
    include!("acme.rs");

    pub(crate) const PROVIDER: Provider = ACME;
}

#[test]
fn the_first_example_takes_a_genuine_delivery() {
    // It takes its secret from the environment, which only another process can be given.
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "readme::delivers_to_the_first_example", "--ignored"])
        .env("STRIPE_WEBHOOK_SECRET", SECRET)
        .status()
        .unwrap();

    assert!(status.success());
}

#[tokio::test]
#[ignore = "run by the test above, which sets the secret"]
async fn delivers_to_the_first_example() {
    let app = stripe::router(stripe::Db).unwrap();
    let request = Signer::new(hookport::providers::STRIPE, SECRET)
        .url("http://localhost/stripe")
        .sign(r#"{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1"}}}"#)
        .unwrap();

    assert_eq!(deliver(&app, request).await.status(), 200);
}

const SECRET: &str = "whsec_made_up";

#[cfg(feature = "sqlite")]
#[test]
fn the_inbox_example_fits_the_first_one() {
    drop(stripe::inbox::served());
}

#[test]
fn the_provider_example_is_usable() {
    assert!(acme::PROVIDER.secret("made-up").verifier().is_ok());
}

#[test]
fn the_readme_shows_what_is_compiled_here() {
    let readme = include_str!("../../../README.md");
    for example in [include_str!("stripe.rs"), include_str!("inbox.rs"), include_str!("acme.rs")] {
        assert!(readme.contains(&format!("```rust\n{example}```\n")), "differs:\n{example}");
    }
}
