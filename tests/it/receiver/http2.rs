//! HTTP/2 without TLS, to a receiver that serves itself.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hookport::{Receiver, stores::MemoryStore};
use http::{Request, StatusCode};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{Sleep, sleep},
};

use super::{
    kit::shop,
    over_tcp::{Serving, exchange, get},
};
use crate::kit::{Log, forged, paid, signed, soon};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

fn receiver() -> Receiver {
    Receiver::new(Arc::new(MemoryStore::default())).endpoint("/shop", shop(&Log::default()))
}

async fn client(serving: &Serving) -> SendRequest<Full<Bytes>> {
    let io = TokioIo::new(serving.connect().await);
    let (client, connection) = handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn answer(
    client: &SendRequest<Full<Bytes>>,
    request: Request<Bytes>,
) -> Result<StatusCode, hyper::Error> {
    let (mut parts, body) = request.into_parts();
    parts.uri = format!("http://shop.test{}", parts.uri.path()).parse().unwrap();
    let answer = client.clone().send_request(Request::from_parts(parts, Full::new(body))).await?;
    let status = answer.status();
    answer.into_body().collect().await?;
    Ok(status)
}

#[tokio::test]
async fn deliveries_of_one_connection_are_taken_side_by_side_and_forged_ones_are_refused() {
    let serving = Serving::start(receiver()).await;
    let client = client(&serving).await;

    let mut deliveries = JoinSet::new();
    for order in 1..=200 {
        let client = client.clone();
        deliveries.spawn(async move {
            answer(&client, signed(paid(&format!("d{order}"), order))).await.unwrap()
        });
    }

    let statuses = soon(deliveries.join_all()).await;
    assert!(statuses.iter().all(|status| *status == StatusCode::NO_CONTENT), "{statuses:?}");
    let forged = soon(answer(&client, forged(paid("d1", 1)))).await;
    assert_eq!(forged.unwrap(), StatusCode::UNAUTHORIZED);
    let http1 = exchange(&mut serving.connect().await, &get("/livez")).await;
    assert_eq!(http1, "200", "the other version is spoken beside it");
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_and_the_connection_goes_on() {
    let serving = Serving::start(receiver()).await;
    let client = client(&serving).await;

    let long = signed(" ".repeat(3_000_000));
    assert_eq!(soon(answer(&client, long)).await.unwrap(), StatusCode::PAYLOAD_TOO_LARGE);
    let next = soon(answer(&client, signed(paid("d1", 1)))).await;
    assert_eq!(next.unwrap(), StatusCode::NO_CONTENT);
}

/// Comes whole, a while after it was asked for.
struct Slow(Pin<Box<Sleep>>, Option<Bytes>);

impl Body for Slow {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        ready!(self.0.as_mut().poll(cx));
        Poll::Ready(self.1.take().map(|body| Ok(Frame::data(body))))
    }
}

#[tokio::test]
async fn a_body_may_take_longer_than_a_connection_may_idle() {
    let quick = Duration::from_millis(50);
    let serving = Serving::start(receiver().header_timeout(quick).write_timeout(quick)).await;
    let io = TokioIo::new(serving.connect().await);
    let (mut client, connection) = handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);

    let (mut parts, body) = signed(paid("d1", 1)).into_parts();
    parts.uri = "http://shop.test/shop".parse().unwrap();
    let slow = Slow(Box::pin(sleep(6 * quick)), Some(body));
    let answer = soon(client.send_request(Request::from_parts(parts, slow))).await;

    assert_eq!(answer.unwrap().status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn at_shutdown_a_connection_of_http2_ends() {
    let serving = Serving::start(receiver()).await;
    let client = client(&serving).await;
    assert!(soon(answer(&client, signed(paid("d1", 1)))).await.is_ok());

    serving.stop().await;

    assert!(soon(answer(&client, signed(paid("d2", 2)))).await.is_err());
}

#[tokio::test]
async fn an_idle_connection_and_one_that_takes_no_answer_are_closed() {
    let quick = Duration::from_millis(100);
    let serving = Serving::start(receiver().header_timeout(quick).write_timeout(5 * quick)).await;

    let mut half = serving.connect().await;
    half.write_all(&PREFACE[..10]).await.unwrap();
    let mut idle = raw(&serving, &[]).await;
    let mut takes_nothing = raw(&serving, &[0, 4, 0, 0, 0, 0]).await;
    takes_nothing.write_all(&frame(HEADERS, END_HEADERS | END_STREAM, 1, GET_LIVEZ)).await.unwrap();

    for stream in [&mut half, &mut idle, &mut takes_nothing] {
        soon(closed(stream)).await;
    }
}

#[tokio::test]
async fn a_flood_of_requests_that_are_taken_back_ends_its_connection_and_harms_nobody() {
    let serving = Serving::start(receiver()).await;
    let genuine = client(&serving).await;
    let mut floods = JoinSet::new();
    for _ in 0..8 {
        let mut stream = raw(&serving, &[]).await;
        floods.spawn(async move {
            for number in (1..u32::MAX).step_by(2) {
                let open = frame(HEADERS, END_HEADERS, number, GET_LIVEZ);
                let cancel = frame(RST_STREAM, 0, number, &[0, 0, 0, 8]);
                if stream.write_all(&[open, cancel].concat()).await.is_err() {
                    return number;
                }
            }
            u32::MAX
        });
    }

    for order in 1..=20 {
        let status = soon(answer(&genuine, signed(paid(&format!("d{order}"), order)))).await;
        assert_eq!(status.unwrap(), StatusCode::NO_CONTENT);
    }
    let lasted = soon(floods.join_all()).await;
    assert!(lasted.iter().all(|number| *number < 100_000), "{lasted:?}");
}

#[tokio::test]
async fn a_head_without_an_end_ends_its_connection() {
    let serving = Serving::start(receiver()).await;
    let mut stream = raw(&serving, &[]).await;
    stream.write_all(&frame(HEADERS, 0, 1, GET_LIVEZ)).await.unwrap();

    // A field `x`, whose value has 100 bytes.
    let field = [&[0x00, 1, b'x', 100], [b'x'; 100].as_slice()].concat();
    let more = frame(CONTINUATION, 0, 1, &field.repeat(100));

    soon(async { while stream.write_all(&more).await.is_ok() {} }).await;
}

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `GET http://a/livez`, as HPACK writes it.
const GET_LIVEZ: &[u8] = b"\x82\x86\x44\x06/livez\x41\x01a";

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A connection of HTTP/2 of which each frame is written by hand.
async fn raw(serving: &Serving, settings: &[u8]) -> TcpStream {
    let mut stream = serving.connect().await;
    let beginning = [PREFACE, &frame(SETTINGS, 0, 0, settings)].concat();
    stream.write_all(&beginning).await.unwrap();
    stream
}

/// Reads to the end of the connection.
async fn closed(stream: &mut TcpStream) {
    let mut bytes = [0; 1024];
    while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
}
