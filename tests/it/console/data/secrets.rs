//! The secrets of endpoints, without their values.

use std::sync::Arc;

use hookport::{InboxEndpoint, Receiver, Secret, console::data, stores::MemoryStore};

use super::kit::shop_of;
use crate::kit::{ACME, Log, Running, SECRET};

#[tokio::test]
async fn the_secret_that_matched_is_told_by_its_label_and_no_value_is() {
    let source = ACME.secret(Secret::new("not-used-yet").named("autumn"));
    let source = source.secret(Secret::new(SECRET).named("summer"));
    let endpoint = InboxEndpoint::new(shop_of(source).with_state(Log::default()));
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", endpoint);
    let running = Running::without_worker(receiver);
    running.send("d1", 1).await;

    let all = data::secrets(&running.inbox);

    let [shop] = &all[..] else { panic!("{all:?}") };
    assert_eq!(
        (&*shop.endpoint, shop.has_accounts, shop.is_unauthenticated),
        ("shop", false, false)
    );
    let uses: Vec<_> =
        shop.secrets.iter().map(|one| (&*one.label, one.position, one.deliveries)).collect();
    assert_eq!(uses, [("autumn", 1, 0), ("summer", 2, 1)]);
    assert!(shop.secrets[1].last_used_at.is_some() && !shop.secrets[1].can_go);
    let json = serde_json::to_string(&all).unwrap();
    assert!(!json.contains(SECRET) && !json.contains("not-used-yet"), "{json}");
}
