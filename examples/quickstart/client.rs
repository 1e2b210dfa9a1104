//! `cargo run --features sqlite --example quickstart`: one request over real HTTP, as a sender makes it.

use std::error::Error;

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Sends it over a connection of its own, and reads the whole answer.
pub(crate) async fn send(request: Request<Bytes>) -> Result<Response<Bytes>, Box<dyn Error>> {
    let (mut head, body) = request.into_parts();
    let address = head.uri.authority().ok_or("no address")?.as_str();
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);

    // On the wire go path and query; the host is a header.
    head.uri = Uri::from(head.uri.path_and_query().ok_or("no path")?.clone());
    let request = Request::from_parts(head, Full::new(body));
    let (head, body) = sender.send_request(request).await?.into_parts();
    Ok(Response::from_parts(head, body.collect().await?.to_bytes()))
}
