//! The address of a client, trusted proxies, and endpoints that allow some addresses only.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, extract::ConnectInfo, routing::get as on_get};
use bytes::Bytes;
use hookport::{
    InboxEndpoint, Receiver, inbox::Inbox, receiver::ClientAddress, stores::MemoryStore,
    testing::deliver,
};
use http::{Request, StatusCode};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
};

use super::{
    kit::{inbox_endpoint, shop},
    over_tcp::{Serving, exchange, get, status},
};
use crate::kit::{Log, paid, signed, soon, written_out};

fn allowed(networks: &[&str]) -> InboxEndpoint {
    let networks = networks.iter().map(|network| network.parse().unwrap());
    inbox_endpoint(&Log::default()).allow_from(networks)
}

/// A receiver that allows `networks`, and tells each client its address at `/whoami`.
fn receiver(networks: &[&str]) -> Receiver {
    let whoami = async |address: Option<ClientAddress>| match address {
        Some(address) => (StatusCode::OK, address.to_string()),
        None => (StatusCode::NOT_FOUND, String::new()),
    };
    Receiver::new(Arc::new(MemoryStore::default()))
        .endpoint("/shop", allowed(networks))
        .merge(Router::new().route("/whoami", on_get(whoami)))
}

fn delivery() -> Vec<u8> {
    written_out(&signed(paid("d1", 1)))
}

fn forwarded_for(addresses: &str) -> Vec<u8> {
    let mut request = signed(paid("d1", 1));
    request.headers_mut().insert("x-forwarded-for", addresses.parse().unwrap());
    written_out(&request)
}

#[tokio::test]
async fn an_endpoint_takes_deliveries_from_its_networks_only() {
    let serving = Serving::start(receiver(&["192.0.2.0/24", "127.0.0.0/8"])).await;
    assert_eq!(exchange(&mut serving.connect().await, &delivery()).await, "204");

    let serving = Serving::start(receiver(&["192.0.2.0/24", "::/0"])).await;
    let mut outside = serving.connect().await;
    assert_eq!(exchange(&mut outside, &delivery()).await, "403");
    let mut outside = serving.connect().await;
    assert_eq!(exchange(&mut outside, &forwarded_for("192.0.2.1")).await, "403");
    let mut page = serving.connect().await;
    assert_eq!(exchange(&mut page, &get("/whoami")).await, "200", "pages allow all");
}

#[tokio::test]
async fn a_refused_address_gets_its_answer_before_its_body_and_is_counted() {
    let store = Arc::new(MemoryStore::default());
    let receiver = Receiver::new(store.clone()).endpoint("/shop", allowed(&["192.0.2.0/24"]));
    let serving = Serving::start(receiver).await;
    let mut outside = serving.connect().await;

    let head = b"POST /shop HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n";
    outside.write_all(head).await.unwrap();
    assert_eq!(status(&mut outside).await, "403");
    drop(outside);
    serving.stop().await;

    let usage = Inbox::new(store).usage(1).await.unwrap();
    assert_eq!(usage[0].tally.refused, 1);
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_client_is_whom_the_proxy_names() {
    let proxies = ["127.0.0.0/8", "10.0.0.0/8"].map(|network| network.parse().unwrap());
    let serving = Serving::start(receiver(&["192.0.2.0/24"]).trusted_proxies(proxies)).await;

    for (addresses, expected) in [
        ("192.0.2.1", "204"),
        ("203.0.113.7, 192.0.2.1, 10.0.0.1", "204"),
        ("192.0.2.1, 203.0.113.7", "403"),
        ("192.0.2.1, garbage", "403"),
        ("\"192.0.2.1", "403"),
        ("127.0.0.1", "403"),
    ] {
        let answer = exchange(&mut serving.connect().await, &forwarded_for(addresses)).await;
        assert_eq!(answer, expected, "{addresses}");
    }
    let told = exchange(&mut serving.connect().await, &get("/whoami")).await;
    assert_eq!(told, "200", "the proxy itself");
}

#[tokio::test]
async fn an_address_of_ipv4_on_a_socket_of_ipv6_is_one_of_ipv4() {
    let listener = TcpListener::bind("[::]:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = receiver(&["127.0.0.1/32"]).serve_on(listener, std::future::pending());
    let serving = tokio::spawn(serving);

    let mut connection = soon(TcpStream::connect(("127.0.0.1", port))).await.unwrap();
    assert_eq!(exchange(&mut connection, &delivery()).await, "204");
    serving.abort();
}

#[tokio::test]
async fn without_a_server_of_its_own_a_receiver_goes_by_the_address_that_axum_knows() {
    let proxies = ["10.0.0.0/8".parse().unwrap()];
    let app = receiver(&["192.0.2.0/24"]).trusted_proxies(proxies).into_parts().app;
    let from = |peer: Option<&str>, forwarded: Option<&str>| {
        let mut request = signed(paid("d1", 1));
        if let Some(peer) = peer {
            let peer: SocketAddr = peer.parse().unwrap();
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        if let Some(forwarded) = forwarded {
            request.headers_mut().insert("forwarded", forwarded.parse().unwrap());
        }
        status_of(&app, request)
    };

    assert_eq!(from(Some("192.0.2.1:443"), None).await, 204);
    assert_eq!(from(Some("[::ffff:192.0.2.1]:443"), None).await, 204);
    assert_eq!(from(Some("10.0.0.1:443"), Some("for=192.0.2.1;proto=https")).await, 204);
    assert_eq!(from(Some("10.0.0.1:443"), Some("for=unknown")).await, 403);
    assert_eq!(from(Some("203.0.113.7:443"), Some("for=192.0.2.1")).await, 403);
    assert_eq!(from(None, None).await, 403, "no address is known");
    let page = Request::get("/whoami").body(Bytes::new()).unwrap();
    assert_eq!(status_of(&app, page).await, 404, "no address is known");
}

#[tokio::test]
async fn an_app_with_endpoints_can_be_nested_beside_pages_that_have_a_fallback() {
    let app = receiver(&["192.0.2.0/24"]).into_parts().app;
    let app = Router::new().nest("/hooks", app).fallback(async || StatusCode::IM_A_TEAPOT);

    let page = |path| Request::get(path).body(Bytes::new()).unwrap();
    assert_eq!(status_of(&app, page("/elsewhere")).await, 418);
    assert_eq!(status_of(&app, page("/hooks/livez")).await, 200);
}

#[tokio::test]
async fn an_endpoint_without_a_list_allows_all_and_needs_no_address() {
    let receiver = Receiver::new(Arc::new(MemoryStore::default()));
    let app = receiver.endpoint("/shop", shop(&Log::default())).into_parts().app;

    assert_eq!(status_of(&app, signed(paid("d1", 1))).await, 204);
}

async fn status_of(app: &Router, request: Request<Bytes>) -> StatusCode {
    deliver(app, request).await.status()
}
