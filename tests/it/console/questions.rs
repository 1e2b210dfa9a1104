//! The number of questions to the store that a page or an answer costs.

use std::sync::atomic::Ordering::SeqCst;

use http::StatusCode;
use serde_json::json;

use super::{
    api::Program,
    data::kit::with_many,
    kit::{Browser, FULL},
};
use crate::receiver::watched::Watched;

#[tokio::test(start_paused = true)]
async fn pages_and_answers_share_one_count_of_the_inbox() {
    let store = Watched::new();
    let program = Program::of(with_many(store.clone(), 3).await);
    let mut browser = Browser::at(program.running.app.clone(), "/console");
    browser.log_in(FULL).await;
    let before = store.overviews.load(SeqCst);

    for path in ["/", "/endpoint?name=shop", "/dead-letters", "/stopped-keys"] {
        browser.page(path).await;
    }
    for path in ["/overview", "/endpoints", "/dead-letters"] {
        program.json(path).await;
    }

    assert_eq!(store.overviews.load(SeqCst) - before, 1);
}

#[tokio::test(start_paused = true)]
async fn after_an_action_of_a_program_the_inbox_is_counted_anew() {
    let program = Program::of(with_many(Watched::new(), 3).await);
    assert_eq!(program.json("/overview").await["runs"]["received"], 3);

    let (status, _) = program.post("/actions/cancel", json!({ "ids": [1] })).await;

    assert_eq!(status, StatusCode::OK);
    assert_eq!(program.json("/overview").await["runs"]["received"], 2);
}

#[tokio::test]
async fn the_page_of_a_delivery_reads_it_once() {
    let store = Watched::new();
    let running = with_many(store.clone(), 1).await;
    let mut browser = Browser::at(running.app.clone(), "/console");
    browser.log_in(FULL).await;

    let page = browser.page("/deliveries/1").await;

    assert!(page.contains("As it came"), "{page}");
    assert_eq!(store.reads.load(SeqCst), 1);
}
