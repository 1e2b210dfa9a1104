//! Requests whose ends a proxy and the receiver may see in different places.

use std::sync::Arc;

use hookport::{Receiver, stores::MemoryStore};

use super::{
    kit::shop,
    over_tcp::{Serving, exchange, get, status},
};
use crate::kit::{Log, paid, signed};

async fn serving() -> Serving {
    let receiver = Receiver::new(Arc::new(MemoryStore::default()));
    Serving::start(receiver.endpoint("/shop", shop(&Log::default()))).await
}

/// A genuine delivery, with these fields for its length, and this body.
fn request(framing: &str, body: &str) -> Vec<u8> {
    let delivery = signed(paid("d1", 1));
    let fields = delivery.headers().iter();
    let fields = fields.map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap()));
    let fields = fields.collect::<String>();
    format!("POST /shop HTTP/1.1\r\n{fields}{framing}\r\n{body}").into_bytes()
}

fn chunked(body: &str) -> String {
    let (first, second) = body.split_at(body.len() / 2);
    format!("{:x}\r\n{first}\r\n{:X}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len())
}

#[tokio::test]
async fn a_request_whose_end_can_be_seen_in_two_ways_is_refused_and_its_connection_closed() {
    let serving = serving().await;
    let (body, chunks) = (paid("d1", 1), chunked(&paid("d1", 1)));
    let length = chunks.len();
    for (framing, body) in [
        (format!("content-length: {length}\r\ntransfer-encoding: chunked\r\n"), &chunks),
        (format!("transfer-encoding: chunked\r\ncontent-length: {length}\r\n"), &chunks),
        ("transfer-encoding: chunked, chunked\r\n".to_owned(), &chunks),
        ("transfer-encoding: identity, chunked\r\n".to_owned(), &chunks),
        ("transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n".to_owned(), &chunks),
        (format!("content-length: {}\n", body.len()), &body),
    ] {
        let mut connection = serving.connect().await;
        let request = request(&framing, body);
        assert_eq!(exchange(&mut connection, &request).await, "400", "{framing:?}");
        assert_eq!(status(&mut connection).await, "", "it is closed after {framing:?}");
    }
}

#[tokio::test]
async fn a_chunk_size_of_many_digits_hides_no_later_request() {
    let serving = serving().await;
    let decoy = "\r\n\r\nPOST / HTTP/1.1\r\ncontent-length: 9999\r\n\r\n";
    let chunk = format!("{}{:x}\r\n{decoy}\r\n0\r\n\r\n", "0".repeat(200), decoy.len());
    let mut connection = serving.connect().await;

    let first = request("transfer-encoding: chunked\r\n", &chunk);
    assert_eq!(exchange(&mut connection, &first).await, "401", "its signature is for another body");

    let smuggled = request("content-length: 5\r\ntransfer-encoding: chunked\r\n", "0\r\n\r\n");
    assert_eq!(exchange(&mut connection, &smuggled).await, "400");
}

#[tokio::test]
async fn a_body_in_chunks_is_taken_and_its_connection_goes_on() {
    let serving = serving().await;
    let request = request("transfer-encoding: chunked\r\n", &chunked(&paid("d1", 1)));

    let mut connection = serving.connect().await;

    for _ in 0..3 {
        assert_eq!(exchange(&mut connection, &request).await, "204");
        assert_eq!(exchange(&mut connection, &get("/livez")).await, "200");
    }
}

#[tokio::test]
async fn a_request_that_does_not_name_its_host_once_is_refused_and_its_connection_closed() {
    let serving = serving().await;
    for (version, hosts, expected) in [
        ("1.1", "", "400"),
        ("1.1", "host: a\r\nhost: a\r\n", "400"),
        ("1.1", "host: a\r\nhost: b\r\nhost: c\r\n", "400"),
        ("1.0", "host: a\r\nhost: b\r\n", "400"),
        ("1.0", "", "200"),
        ("1.1", "host: a\r\n", "200"),
        ("1.1", "host:\r\n", "200"),
    ] {
        let mut connection = serving.connect().await;
        let request = format!("GET /livez HTTP/{version}\r\n{hosts}\r\n");
        let got = exchange(&mut connection, request.as_bytes()).await;
        assert_eq!(got, expected, "{version} {hosts:?}");
        if expected == "400" {
            assert_eq!(status(&mut connection).await, "", "it is closed after {hosts:?}");
        }
    }
    let mut connection = serving.connect().await;
    let unproved = request("host: b\r\ncontent-length: 0\r\n", "");
    assert_eq!(exchange(&mut connection, &unproved).await, "400", "not 401");
}
