//! One `GET` over a connection of its own.

use std::{collections::HashMap, io, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{error::FetchError, lifetime::max_age};
use crate::{public_address::is_public, scheme::KeyUrl, verify::FetchedError};

/// The way to the hosts of keys.
pub(super) struct Connector {
    tls: TlsConnector,
    /// The hosts that DNS is not asked for.
    fixed: HashMap<String, SocketAddr>,
}

impl Connector {
    pub(super) fn new(tls: ClientConfig, fixed: HashMap<String, SocketAddr>) -> Self {
        Self { tls: TlsConnector::from(Arc::new(tls)), fixed }
    }

    /// Fetches a document. Returns it with the time that its server allows to keep it.
    pub(super) async fn get(&self, url: &KeyUrl) -> Result<(Bytes, Option<Duration>), FetchError> {
        let fetching = async {
            let stream = self.connect(url).await?;
            let response = request(stream, url).await?;
            if response.status() != StatusCode::OK {
                return Err(FetchError::Status(response.status()));
            }
            let max_age = max_age(response.headers());
            let body = Limited::new(response.into_body(), FetchedError::LONGEST).collect();
            Ok((body.await.map_err(FetchError::Body)?.to_bytes(), max_age))
        };
        timeout(LONGEST, fetching).await.unwrap_or(Err(FetchError::TooSlow(LONGEST)))
    }

    async fn connect(&self, url: &KeyUrl) -> Result<TlsStream<TcpStream>, FetchError> {
        let name = ServerName::try_from(url.host().to_owned()).map_err(|_| FetchError::NoName)?;
        let stream = self.stream(url.host()).await?;
        self.tls.connect(name, stream).await.map_err(FetchError::NoConnection)
    }

    /// Connects to the first of the host's public addresses that answers.
    async fn stream(&self, host: &str) -> Result<TcpStream, FetchError> {
        if let Some(address) = self.fixed.get(host) {
            return TcpStream::connect(address).await.map_err(FetchError::NoConnection);
        }
        first_public(lookup_host((host, 443)).await.map_err(FetchError::NotFound)?).await
    }
}

/// Connects to the first public address that answers. No other one is connected to.
async fn first_public(found: impl Iterator<Item = SocketAddr>) -> Result<TcpStream, FetchError> {
    let mut refusal = FetchError::NoPublicAddress;
    for address in found.filter(|address| is_public(address.ip())).take(MOST_ADDRESSES) {
        match timeout(FOR_ONE_ADDRESS, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => refusal = FetchError::NoConnection(error),
            Err(_) => refusal = FetchError::NoConnection(io::ErrorKind::TimedOut.into()),
        }
    }
    Err(refusal)
}

async fn request(
    stream: TlsStream<TcpStream>,
    url: &KeyUrl,
) -> Result<Response<Incoming>, FetchError> {
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(FetchError::NoAnswer)?;
    // It ends when the answer was read, or is dropped.
    tokio::spawn(connection);
    let mut request = Request::new(Empty::<Bytes>::new());
    // A path of a key's URL is always one of HTTP.
    *request.uri_mut() = url.path().parse().unwrap_or_default();
    let headers = request.headers_mut();
    if let Ok(host) = url.host().parse() {
        headers.insert(header::HOST, host);
    }
    headers.insert(header::USER_AGENT, header::HeaderValue::from_static("hookport"));
    sender.send_request(request).await.map_err(FetchError::NoAnswer)
}

/// The time for all of a fetch.
const LONGEST: Duration = Duration::from_secs(5);

const FOR_ONE_ADDRESS: Duration = Duration::from_secs(2);

const MOST_ADDRESSES: usize = 4;

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

    use super::*;

    #[tokio::test]
    async fn a_name_that_resolves_to_an_address_of_our_own_leads_nowhere() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let mapped = Ipv4Addr::LOCALHOST.to_ipv6_mapped();
        let answers = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
            SocketAddr::from((Ipv6Addr::UNSPECIFIED, port)),
            SocketAddr::from((mapped, port)),
        ];
        assert!(TcpStream::connect(answers[0]).await.is_ok(), "somebody listens there");
        drop(listener.accept().unwrap());

        let refused = first_public(answers.into_iter()).await.unwrap_err();
        assert!(matches!(refused, FetchError::NoPublicAddress), "{refused:?}");
        let nobody = listener.accept().unwrap_err();
        assert_eq!(nobody.kind(), io::ErrorKind::WouldBlock, "nobody has connected");
    }
}
