//! The bounds of a connection, and the places that connections take.

use std::{sync::Arc, time::Duration};

use hookport::{Receiver, stores::MemoryStore};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use super::{
    kit::shop,
    over_tcp::{Serving, exchange, get, status},
    watched::Watched,
};
use crate::kit::{Log, paid, signed, soon, written_out};

fn receiver() -> Receiver {
    Receiver::new(Arc::new(MemoryStore::default())).endpoint("/shop", shop(&Log::default()))
}

#[tokio::test]
async fn a_head_that_comes_too_slowly_ends_its_connection() {
    let store = Arc::new(MemoryStore::default());
    let receiver = Receiver::new(store).endpoint("/shop", shop(&Log::default()));
    let serving = Serving::start(receiver.header_timeout(Duration::from_millis(50))).await;

    let mut slow = serving.connect().await;
    slow.write_all(b"POST /shop HTTP/1.1\r\nx-slow: ").await.unwrap();
    assert_eq!(status(&mut slow).await, "", "it is closed");

    let mut silent = serving.connect().await;
    assert_eq!(status(&mut silent).await, "", "so is one that says nothing at all");
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let store = Arc::new(MemoryStore::default());
    let serving =
        Serving::start(Receiver::new(store).endpoint("/shop", shop(&Log::default()))).await;

    let mut endless = serving.connect().await;
    let head = format!("GET /livez HTTP/1.1\r\nx-long: {}", "x".repeat(70_000));
    let _ = endless.write_all(head.as_bytes()).await;

    assert_eq!(status(&mut endless).await, "431");
}

#[tokio::test]
async fn a_client_that_never_reads_is_cut_off() {
    let receiver = receiver().max_requests_per_connection(usize::MAX);
    let serving = Serving::start(receiver.write_timeout(Duration::from_millis(50))).await;

    let mut client = unreading(&serving).await;

    soon(cut_off(&mut client)).await;
}

#[tokio::test]
async fn a_client_that_reads_at_last_is_served() {
    let serving = Serving::start(receiver().max_requests_per_connection(usize::MAX)).await;
    let mut client = unreading(&serving).await;

    let mut answers = vec![0; 100_000];
    soon(client.read_exact(&mut answers)).await.unwrap();

    assert!(answers.starts_with(b"HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn clients_that_stay_silent_give_their_places_to_others() {
    let serving = Serving::start(receiver().max_connections(4)).await;
    let mut unreading = unreading(&serving).await;
    let mut idle = serving.connect().await;
    assert_eq!(exchange(&mut idle, &get("/livez")).await, "200");
    let _silent = serving.connect().await;
    let mut half = serving.connect().await;
    let whole = written_out(&signed(paid("d0", 0)));
    half.write_all(&whole[..whole.len() - 1]).await.unwrap();

    for order in 1..=4 {
        let request = written_out(&signed(paid(&format!("d{order}"), order)));
        assert_eq!(exchange(&mut serving.connect().await, &request).await, "204");
    }
    let mut kept = Vec::new();
    for order in 5..=8 {
        let request = written_out(&signed(paid(&format!("d{order}"), order)));
        let mut sender = serving.connect().await;
        assert_eq!(exchange(&mut sender, &request).await, "204");
        kept.push(sender);
    }

    soon(cut_off(&mut unreading)).await;
    assert_eq!(status(&mut idle).await, "");
    assert_eq!(status(&mut half).await, "");
}

#[tokio::test]
async fn a_connection_whose_request_is_being_answered_keeps_its_place() {
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let serving = Serving::start(receiver.max_connections(1)).await;
    let mut first = serving.connect().await;
    first.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    store.accepting().await;

    let mut second = serving.connect().await;
    second.write_all(&get("/livez")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(second.try_read(&mut [0]).is_err(), "it waits for the place");
    store.let_through(1);

    assert_eq!(status(&mut first).await, "204");
    assert_eq!(status(&mut second).await, "200");
}

#[tokio::test]
async fn the_answer_to_the_last_request_of_a_connection_says_so() {
    let serving = Serving::start(receiver().max_requests_per_connection(2)).await;
    let mut connection = serving.connect().await;

    connection.write_all(&get("/livez").repeat(3)).await.unwrap();

    let answers = answers_to_the_end(&mut connection).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
    assert_eq!(answers.matches("connection: close").count(), 1, "{answers}");
}

#[tokio::test]
async fn at_the_end_of_its_life_a_connection_is_closed_after_its_open_request() {
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let serving = Serving::start(receiver.connection_lifetime(Duration::from_millis(50))).await;
    let mut idle = serving.connect().await;
    assert_eq!(exchange(&mut idle, &get("/livez")).await, "200");
    let mut busy = serving.connect().await;
    busy.write_all(&written_out(&signed(paid("d1", 1)))).await.unwrap();
    store.accepting().await;

    assert_eq!(status(&mut idle).await, "", "it is closed");
    tokio::time::sleep(Duration::from_millis(100)).await;
    store.let_through(1);

    let answer = answers_to_the_end(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 204") && answer.contains("connection: close"), "{answer}");
}

/// A connection whose client has little room for answers that it does not read.
async fn with_little_room(serving: &Serving) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(2048).unwrap();
    socket.connect(serving.address).await.unwrap()
}

/// A connection whose client has asked until nothing more went through, and read nothing.
async fn unreading(serving: &Serving) -> TcpStream {
    let mut client = with_little_room(serving).await;
    let requests = get("/livez").repeat(200);
    let asking = async { while client.write_all(&requests).await.is_ok() {} };
    let _ = tokio::time::timeout(Duration::from_secs(1), asking).await;
    client
}

/// Waits until writing to a connection fails.
async fn cut_off(client: &mut TcpStream) {
    while client.write_all(b"GET").await.is_ok() {}
}

/// Reads to the end of the connection.
async fn answers_to_the_end(client: &mut TcpStream) -> String {
    let mut answers = Vec::new();
    let _ = soon(client.read_to_end(&mut answers)).await;
    String::from_utf8(answers).unwrap()
}
