//! A recorded delivery that is sent again: of every sender that signs no time, the inbox keeps it once.

use hookport::{
    EventRouter, InboxEndpoint, Receiver, Unknown, WebhookEvent,
    inbox::{Filter, Page},
    testing::{HandClock, deliver},
};

use super::target::{NOW, TARGETS, Target};

#[derive(Debug, WebhookEvent)]
enum Anything {
    #[event(other)]
    Any(Unknown),
}

async fn on_any(_: Anything) {}

#[tokio::test]
async fn a_recorded_delivery_that_comes_again_is_kept_once() {
    let mut tried = 0;
    for target in TARGETS.iter().filter(|target| !target.is_timed()) {
        let kept = kept_after(target, 1).await;
        assert!(kept > 0, "{}", target.name);
        assert_eq!(kept_after(target, 3).await, kept, "{}", target.name);
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
}

/// Returns the number of deliveries in the inbox after this many equal requests, an hour apart.
async fn kept_after(target: &Target, times: u64) -> usize {
    let (clock, genuine) = (HandClock::new(NOW), target.genuine());
    let router = EventRouter::new(target.source()).any(on_any).clock(clock.clone()).with_state(());
    let endpoint = InboxEndpoint::new(router);
    let path = genuine.uri().path().to_owned();
    let parts = Receiver::open("memory:").await.unwrap().endpoint(&path, endpoint).into_parts();
    for nth in 0..times {
        let answer = deliver(&parts.app, genuine.clone()).await.status();
        // A token or a header may say when it ends, although the signature has no window.
        let is_over = nth > 0 && answer == 401;
        assert!(answer.is_success() || is_over, "{}: {answer}", target.name);
        clock.advance(std::time::Duration::from_secs(60 * 60));
    }
    let listing = parts.inbox.log(Filter::default(), Page::first(99)).await.unwrap();
    listing.entries.len()
}
