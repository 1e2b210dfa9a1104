//! Errors that say what becomes of the delivery.

use std::{error::Error, future::pending, io, time::Duration};

use anyhow::Context as _;
use hookport::{
    BoxError, Classify, Endpoint, ErrorClass, EventRouter, Failure, IntoOutcome, Outcome,
    router::HandlerError,
};
use tower::{ServiceExt, timeout::TimeoutLayer};

use super::{Order, PAID, Shop, answer, router, signed};
use crate::kit::PanicsOnDrop;

/// An error enum as companies have it, whose variants hold the errors of others.
#[derive(Debug, thiserror::Error)]
enum AppError {
    #[error("no such customer")]
    NoSuchCustomer,
    #[error("bank is closed")]
    Closed,
    #[error("database failed")]
    Database(#[from] io::Error),
    #[error(transparent)]
    Other(#[from] Failure),
}

impl AppError {
    fn class(&self) -> Option<ErrorClass> {
        match self {
            Self::NoSuchCustomer => Some(ErrorClass::DeadLetter),
            Self::Closed => Some(ErrorClass::RetryAfter(Duration::from_secs(3600))),
            Self::Database(_) | Self::Other(_) => None,
        }
    }
}

fn refused() -> io::Error {
    io::ErrorKind::ConnectionRefused.into()
}

fn denied() -> io::Error {
    io::ErrorKind::PermissionDenied.into()
}

/// A router that knows the application's errors, and that what the system denies it will deny again.
fn classifying() -> EventRouter<Shop> {
    router().classify_errors(|error| error.downcast_ref::<AppError>()?.class()).classify_errors(
        |error| {
            let denied =
                error.downcast_ref::<io::Error>()?.kind() == io::ErrorKind::PermissionDenied;
            denied.then_some(ErrorClass::DeadLetter)
        },
    )
}

/// The status and the `Retry-After` that answer a paid order.
async fn told(endpoint: &Endpoint<Shop>) -> (u16, Option<String>) {
    let response = answer(endpoint, signed(PAID)).await;
    let wait = response.headers().get("retry-after");
    (response.status().as_u16(), wait.map(|wait| wait.to_str().unwrap().to_owned()))
}

async fn answer_to<R>(returned: impl Fn() -> R + Send + Sync + 'static) -> (u16, Option<String>)
where
    R: IntoOutcome + Send + 'static,
{
    let handler = move |_: Order| std::future::ready(returned());
    told(&classifying().on(Shop::PAID, handler).with_state(())).await
}

fn again_in(seconds: &str) -> (u16, Option<String>) {
    (503, Some(seconds.to_owned()))
}

const DEAD: (u16, Option<String>) = (204, None);

/// The reason of a dead letter.
fn reason(returned: impl IntoOutcome) -> String {
    match returned.into_outcome() {
        Outcome::DeadLetter { reason } => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_error_type_of_the_application_is_classified_by_the_router() {
    assert_eq!(answer_to(|| Err::<(), _>(AppError::NoSuchCustomer)).await, DEAD);
    assert_eq!(answer_to(|| Err::<(), _>(AppError::Closed)).await, again_in("3600"));
    assert_eq!(answer_to(|| Err::<(), AppError>(refused().into())).await, again_in("10"));
}

#[tokio::test]
async fn a_cause_is_classified_where_the_error_is_not() {
    assert_eq!(answer_to(|| Err::<(), AppError>(denied().into())).await, DEAD);
    assert_eq!(answer_to(|| Err::<(), BoxError>(AppError::from(denied()).into())).await, DEAD);
    let deep = || Err::<(), _>(anyhow::Error::from(denied()).context("while we wrote"));
    assert_eq!(answer_to(deep).await, DEAD);
}

#[tokio::test]
async fn an_error_by_the_question_mark_is_classified_in_each_kind_of_result() {
    fn outcome() -> Result<(), Outcome> {
        Ok(Err::<(), _>(AppError::NoSuchCustomer)?)
    }
    fn boxed() -> Result<(), BoxError> {
        Ok(Err::<(), _>(AppError::NoSuchCustomer)?)
    }
    fn any() -> anyhow::Result<()> {
        Err(AppError::NoSuchCustomer).context("while we looked")
    }
    assert_eq!(answer_to(outcome).await, DEAD);
    assert_eq!(answer_to(boxed).await, DEAD);
    assert_eq!(answer_to(any).await, DEAD);
}

#[tokio::test]
async fn the_router_is_not_asked_where_the_handler_has_said_it() {
    let never = |_: &(dyn Error + 'static)| panic!("it was asked");
    for (outcome, expected) in [
        (Outcome::retry_after(Duration::from_secs(5)), again_in("5")),
        (Outcome::dead_letter("enough"), DEAD),
        (Failure::retry_after(Duration::from_secs(7), "busy").into(), again_in("7")),
        (Failure::dead_letter("enough").into(), DEAD),
        (Outcome::Done, DEAD),
    ] {
        let outcome = std::sync::Mutex::new(Some(outcome));
        let handler = move |_: Order| std::future::ready(outcome.lock().unwrap().take().unwrap());
        let endpoint = router().classify_errors(never).on(Shop::PAID, handler).with_state(());

        assert_eq!(told(&endpoint).await, expected);
        assert_eq!(endpoint.counts().panics, 0);
    }
}

#[tokio::test]
async fn a_classifying_function_that_panics_is_counted_and_leaves_the_error_to_be_tried_again() {
    let router = router().classify_errors(|_| panic!("in the classifier"));
    let endpoint = router.on(Shop::PAID, async |_: Order| Err::<(), _>(refused())).with_state(());

    assert_eq!(told(&endpoint).await, again_in("10"));
    assert_eq!(endpoint.counts().panics, 1);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_a_panic_and_the_error_of_a_layer_are_classified_too() {
    async fn panics(_: Order) {
        panic!("on purpose")
    }
    let hopeless = |error: &(dyn Error + 'static)| {
        let known = error.is::<HandlerError>() || error.is::<tower::timeout::error::Elapsed>();
        known.then_some(ErrorClass::DeadLetter)
    };
    let router = || router().classify_errors(hopeless);
    let never = |_: Order| pending::<()>();
    let layer = TimeoutLayer::new(Duration::from_secs(1));

    assert_eq!(told(&router().on(Shop::PAID, panics).with_state(())).await, DEAD);
    assert_eq!(told(&router().on(Shop::PAID, never).with_state(())).await, DEAD);
    assert_eq!(told(&router().on(Shop::PAID, never).layer(layer).with_state(())).await, DEAD);
}

#[tokio::test]
async fn an_error_is_classified_where_it_occurs() {
    let dead = || Err::<(), _>(refused()).or_dead_letter();
    let later = || Err::<(), _>(refused()).or_retry_after(Duration::from_secs(60));
    let fine = || Ok::<_, io::Error>(()).or_dead_letter();

    assert_eq!(answer_to(dead).await, DEAD);
    assert_eq!(answer_to(later).await, again_in("60"));
    assert!(matches!(fine().into_outcome(), Outcome::Done));
    assert_eq!(reason(Err::<(), _>("a text").or_dead_letter()), "a text");
}

#[test]
fn a_failure_is_found_below_every_error_that_holds_it() {
    #[derive(Debug, thiserror::Error)]
    #[error("while we booked")]
    struct Booking(#[source] AppError);

    fn app() -> Result<(), AppError> {
        Ok(Err(denied()).or_dead_letter()?)
    }
    fn outcome() -> Result<(), Outcome> {
        Ok(Err(denied()).or_dead_letter()?)
    }
    fn boxed() -> Result<(), BoxError> {
        Ok(app()?)
    }
    fn any() -> anyhow::Result<()> {
        Ok(Err(denied()).or_dead_letter()?)
    }
    fn deep() -> anyhow::Result<()> {
        app().map_err(Booking).context("in the night")
    }
    let text = denied().to_string();

    assert_eq!(reason(app()), text);
    assert_eq!(reason(outcome()), text);
    assert_eq!(reason(boxed()), text);
    assert_eq!(reason(any()), text);
    assert_eq!(reason(deep()), format!("in the night: while we booked: {text}"));
}

#[test]
fn the_outermost_failure_counts() {
    let inner = Failure::dead_letter("inner");
    let outer = Failure::retry_after(Duration::from_secs(1), inner);

    let outcome = Err::<(), _>(outer).into_outcome();

    assert!(matches!(outcome, Outcome::Retry { after: Some(_), .. }), "{outcome:?}");
}

#[test]
fn a_failure_shows_its_error_and_gives_it_back() {
    let failure = Failure::dead_letter(AppError::Database(denied()));

    assert_eq!(failure.to_string(), "database failed");
    assert_eq!(failure.class(), ErrorClass::DeadLetter);
    assert!(failure.into_error().is::<AppError>());
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_a_destructor_is_counted_and_answered() {
    async fn thrown(_: Order) {
        std::panic::panic_any(PanicsOnDrop)
    }
    async fn held_too_long(_: Order) {
        let _held = PanicsOnDrop;
        pending::<()>().await;
    }
    async fn returned(_: Order) -> Result<(), PanicsOnDrop> {
        Err(PanicsOnDrop)
    }
    let routers = [
        router().on(Shop::PAID, thrown),
        router().on(Shop::PAID, held_too_long),
        router().on(Shop::PAID, returned),
        router().on(Shop::PAID, returned).classify_errors(|_| Some(ErrorClass::Retry)),
    ];
    for router in routers {
        let endpoint = router.with_state(());
        let response = tokio::spawn(endpoint.clone().oneshot(signed(PAID))).await;
        let response = response.expect("the sender is answered").unwrap();
        assert_eq!(response.status(), http::StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!((endpoint.counts().panics, endpoint.counts().retried), (1, 1));
    }
}
