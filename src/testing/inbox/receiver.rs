//! A receiver without a socket, whose inbox runs when it is told to.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use axum::Router;
use bytes::Bytes;
use http::{Request, Response};

use super::{Idle, KeptDelivery};
use crate::{
    Receiver,
    error_text::chain,
    inbox::{EntryId, EntryState, Filter, Inbox, Page, StoreError},
    receiver::ReceiverParts,
    testing::{HandClock, deliver},
    worker::{Step, WorkerByHand},
};

/// A receiver in a test: without a socket, with a clock that is moved by hand, and with handlers that
/// run when the test says so.
///
/// It takes the receiver that your program serves, with any store, and sets the clock of the receiver
/// and of all its endpoints. No time is waited for: [`run_until_idle`](Self::run_until_idle) brings
/// what is due to its end, and [`advance_to_next_retry`](Self::advance_to_next_retry) moves the clock.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Receiver, WebhookEvent, extract::Attempt, providers};
/// use hookport::testing::{HandClock, Signer, TestReceiver};
///
/// #[derive(WebhookEvent)]
/// enum GitHubEvent {
///     #[event("push")]
///     Pushed(serde_json::Value),
/// }
///
/// /// Fails the first time.
/// async fn on_push(_: serde_json::Value, attempt: Attempt) -> Result<(), &'static str> {
///     if attempt.number() == 1 { Err("the build server is down") } else { Ok(()) }
/// }
///
/// let github = EventRouter::new(providers::GITHUB.secret("made-up"))
///     .on(GitHubEvent::PUSHED, on_push)
///     .with_state(());
/// let receiver = Receiver::open("memory:").await?.endpoint("/github", github);
/// let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
///
/// let github = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
/// let answer = test.deliver(github.event("push").id("d1").sign("{}")?).await;
/// assert_eq!(answer.status(), 200); // kept, not handled yet
///
/// test.run_until_idle().await;
/// test.delivery("d1").await.assert_waits_for_retry("the build server is down");
///
/// test.advance_to_next_retry().await;
/// test.run_until_idle().await;
/// test.delivery("d1").await.assert_done();
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
///
/// Handlers run one after another, in the task of the test. Two things go by the clock of the machine
/// and not by the one that is moved: the [time limit](crate::EventRouter::handler_timeout) of a handler
/// and the [rate limits](crate::InboxEndpoint::rate_limit). Under
/// `#[tokio::test(start_paused = true)]` a handler that hangs is ended at once.
///
/// A store that fails makes a method panic, as do settings that are wrong: a test can do nothing else.
pub struct TestReceiver {
    app: Router,
    inbox: Inbox,
    worker: WorkerByHand,
    clock: HandClock,
}

impl TestReceiver {
    /// Takes a receiver, and gives this clock to it and to all its endpoints.
    ///
    /// # Panics
    ///
    /// Panics if the configuration is wrong, or if a clone of an endpoint is kept elsewhere.
    #[track_caller]
    pub fn new(receiver: Receiver, clock: HandClock) -> Self {
        let receiver = receiver.with_clock_everywhere(clock.clone());
        let ReceiverParts { app, worker, inbox } = receiver.into_parts();
        Self { app, inbox, worker: worker.by_hand(), clock }
    }

    /// Delivers a request, and returns the answer that its sender gets. The delivery is kept then, and
    /// no handler has run.
    pub async fn deliver(&self, request: Request<Bytes>) -> Response<Bytes> {
        deliver(&self.app, request).await
    }

    /// Brings all runs that are due to their ends, until none is due at the time of the clock.
    ///
    /// # Panics
    ///
    /// Panics after 10 000 attempts: a handler that asks for a retry without a wait never comes to its end.
    pub async fn run_until_idle(&mut self) -> Idle {
        let mut attempts = 0;
        loop {
            match got(self.worker.step().await) {
                Step::Idle(next_due) => return Idle { attempts, next_due },
                Step::Tried(handler) => {
                    attempts += 1;
                    assert!(attempts < MOST_ATTEMPTS, "`{handler}` is retried again and again");
                }
            }
        }
    }

    /// Runs all that is due now or later, and moves the clock to each retry: until no run waits for a
    /// time. What is not done then is dead, or waits for a person.
    ///
    /// # Panics
    ///
    /// Panics after 10 000 attempts.
    pub async fn run_to_the_end(&mut self) -> Idle {
        let mut attempts = 0;
        loop {
            let idle = self.run_until_idle().await;
            attempts += idle.attempts;
            match idle.next_due {
                Some(wait) => self.advance(wait),
                None => return Idle { attempts, ..idle },
            }
            assert!(attempts < MOST_ATTEMPTS, "the inbox is not idle after {attempts} attempts");
        }
    }

    /// Moves the clock forward. Nothing runs by that.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Moves the clock to the time of the next retry, and returns the wait. Nothing runs by that.
    ///
    /// # Panics
    ///
    /// Panics if no run waits for a retry.
    pub async fn advance_to_next_retry(&self) -> Duration {
        let deliveries = self.deliveries().await;
        let runs = deliveries.iter().flat_map(|delivery| &delivery.record().runs);
        let Some(due) = runs.filter_map(|run| run.due).min() else {
            panic!("no run waits for a retry:\n{}", stories(&deliveries));
        };
        let wait = due.duration_since(self.now()).unwrap_or_default();
        self.advance(wait);
        wait
    }

    /// Returns the time that the clock shows.
    pub fn now(&self) -> SystemTime {
        self.clock.time()
    }

    /// Returns all deliveries that are kept, in the order in which they came.
    pub async fn deliveries(&self) -> Vec<KeptDelivery> {
        self.find(&Filter::new()).await
    }

    /// Returns the deliveries of which a handler is dead.
    pub async fn dead_letters(&self) -> Vec<KeptDelivery> {
        self.find(&Filter::new().states([EntryState::Dead])).await
    }

    /// Returns the delivery to which the sender gave this id.
    ///
    /// # Panics
    ///
    /// Panics if there is none, or if there are several.
    pub async fn delivery(&self, sender_id: &str) -> KeptDelivery {
        only_one(self.deliveries().await, |one| one.record().delivery.id() == Some(sender_id))
    }

    /// Returns the only delivery, of a sender that gives no ids.
    ///
    /// # Panics
    ///
    /// Panics if there is none, or if there are several.
    pub async fn only_delivery(&self) -> KeptDelivery {
        only_one(self.deliveries().await, |_| true)
    }

    /// Returns the handle of the inbox: to replay, cancel, pause and resume, as a person does.
    pub const fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    async fn find(&self, filter: &Filter) -> Vec<KeptDelivery> {
        let (mut found, mut page) = (Vec::new(), Page::first(AT_ONCE));
        loop {
            let listing = got(self.inbox.log(filter.clone(), page).await);
            for entry in listing.entries {
                found.extend(self.read(entry.id).await);
            }
            let Some(next) = listing.next else { break };
            page = Page::first(AT_ONCE).after(next);
        }
        found.reverse();
        found
    }

    async fn read(&self, entry: EntryId) -> Option<KeptDelivery> {
        got(self.inbox.read(entry).await).map(KeptDelivery::new)
    }
}

impl fmt::Debug for TestReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestReceiver").field("clock", &self.clock).finish_non_exhaustive()
    }
}

fn got<T>(answer: Result<T, StoreError>) -> T {
    answer.unwrap_or_else(|error| panic!("the store failed: {}", chain(&error)))
}

fn only_one(
    deliveries: Vec<KeptDelivery>,
    is_wanted: impl Fn(&KeptDelivery) -> bool,
) -> KeptDelivery {
    let told = stories(&deliveries);
    let mut wanted = deliveries.into_iter().filter(is_wanted);
    match (wanted.next(), wanted.next()) {
        (Some(one), None) => one,
        (None, _) => panic!("no such delivery is kept. There are:\n{told}"),
        (Some(_), Some(_)) => panic!("more than one such delivery is kept. There are:\n{told}"),
    }
}

fn stories(deliveries: &[KeptDelivery]) -> String {
    deliveries.iter().map(KeptDelivery::to_string).collect()
}

const AT_ONCE: usize = 500;

/// More than any test makes, and soon reached.
const MOST_ATTEMPTS: usize = 10_000;
