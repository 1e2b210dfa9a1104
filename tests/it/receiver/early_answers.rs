//! Answers that are given before the body has come, to senders that write all before they read.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
};

use hookport::{Receiver, stores::MemoryStore};
use tokio::{
    io::AsyncWriteExt,
    task::{JoinSet, spawn_blocking},
};

use super::{
    kit::{shop, shop_of},
    over_tcp::{Serving, exchange},
    watched::Watched,
};
use crate::kit::{ACME, Log, SECRET, paid, signed, soon, written_out};

const MB: usize = 1_000_000;

fn post(headers: &str, body: usize) -> Vec<u8> {
    let head = format!("POST /shop HTTP/1.1\r\nhost: a\r\n{headers}content-length: {body}\r\n\r\n");
    [head.into_bytes(), vec![b'x'; body]].concat()
}

/// Sends a request as many HTTP clients do: all of it, then the answer is read.
fn write_all_then_read(address: SocketAddr, request: &[u8]) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Tries it sixty times, ten at a time, and returns how many tries had which status.
async fn statuses(address: SocketAddr, request: Vec<u8>) -> Vec<String> {
    let request = Arc::new(request);
    let mut statuses = Vec::new();
    for _ in 0..6 {
        let mut tries = JoinSet::new();
        for _ in 0..10 {
            let request = Arc::clone(&request);
            tries.spawn(async move {
                let answer = spawn_blocking(move || write_all_then_read(address, &request));
                soon(answer).await.unwrap().unwrap_or_else(|error| format!("- {error}"))
            });
        }
        for answer in tries.join_all().await {
            let closes = answer.contains("connection: close");
            let status = answer.split(' ').nth(1).unwrap_or_default();
            statuses.push(if closes { status.to_owned() } else { answer });
        }
    }
    statuses
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_too_long_or_encoded_is_refused_and_the_sender_hears_it() {
    let store = Arc::new(MemoryStore::default());
    let serving =
        Serving::start(Receiver::new(store).endpoint("/shop", shop(&Log::default()))).await;

    assert_eq!(statuses(serving.address, post("", 3 * MB)).await, ["413"; 60]);
    let encoded = post("content-encoding: gzip\r\n", 19 * MB / 10);
    assert_eq!(statuses(serving.address, encoded).await, ["415"; 60]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_is_too_long_is_refused_and_the_sender_hears_it() {
    let store = Arc::new(MemoryStore::default());
    let serving =
        Serving::start(Receiver::new(store).endpoint("/shop", shop(&Log::default()))).await;

    let long = post(&format!("x-long: {}\r\n", "x".repeat(MB)), 0);

    assert_eq!(statuses(serving.address, long).await, ["431"; 60]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sender_hears_that_all_places_are_taken() {
    let store = Watched::waiting();
    let shop = shop_of(ACME.sends_at_most(25 * MB).secret(SECRET)).with_state(Log::default());
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop).max_in_flight(1);
    let serving = Serving::start(receiver).await;
    let mut first = serving.connect().await;
    first.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    store.accepting().await;

    for length in [3 * MB / 2, 24 * MB] {
        let genuine = written_out(&signed("x".repeat(length)));
        assert_eq!(statuses(serving.address, genuine).await, ["503"; 60]);
    }
    store.let_through(1);
}

#[tokio::test]
async fn a_sender_that_goes_on_after_the_answer_is_cut_off() {
    let store = Arc::new(MemoryStore::default());
    let serving =
        Serving::start(Receiver::new(store).endpoint("/shop", shop(&Log::default()))).await;
    let (mut pouring, mut dripping) = (serving.connect().await, serving.connect().await);
    let head = b"POST /shop HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n";
    assert_eq!(exchange(&mut pouring, head).await, "413");
    assert_eq!(exchange(&mut dripping, head).await, "413");

    soon(async { while pouring.write_all(&[b'x'; 8 * 1024]).await.is_ok() {} }).await;
    let drips = async {
        while dripping.write_all(b"x").await.is_ok() {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    soon(drips).await;
}
