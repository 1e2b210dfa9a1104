//! The requests of one connection.

use std::{
    convert::Infallible,
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use axum::{Router, body::Body};
use http::{
    HeaderValue, Request, Response, StatusCode, Version,
    header::{CONNECTION, HOST},
};
use hyper::{body::Incoming, service::Service};
use tokio::{sync::watch, task::yield_now};
#[cfg(feature = "tls")]
use tokio_rustls::TlsAcceptor;
use tower_service::Service as _;

use super::{activity::Activity, body::ArrivingBody};
#[cfg(feature = "tls")]
use crate::receiver::OverTls;
use crate::{
    log::log,
    receiver::{ClientAddress, app::App},
};

/// The service behind one connection: the app at the time of each request, and a bound on the requests.
pub(in crate::receiver) struct Requests {
    app: watch::Receiver<App>,
    peer: ClientAddress,
    left: AtomicUsize,
    activity: Arc<Activity>,
    #[cfg(feature = "tls")]
    over_tls: Option<OverTls>,
}

impl Requests {
    pub(in crate::receiver) fn new(
        app: watch::Receiver<App>,
        peer: IpAddr,
        at_most: usize,
        activity: Arc<Activity>,
    ) -> Self {
        let peer = ClientAddress::new(peer);
        Self {
            app,
            peer,
            left: AtomicUsize::new(at_most),
            activity,
            #[cfg(feature = "tls")]
            over_tls: None,
        }
    }

    /// Returns what accepts a handshake, if TLS is spoken.
    #[cfg(feature = "tls")]
    pub(super) fn tls(&self) -> Option<TlsAcceptor> {
        self.app.borrow().tls.as_ref().map(crate::receiver::Tls::acceptor)
    }

    /// Notes that the handshake was done, for each request.
    #[cfg(feature = "tls")]
    pub(super) fn come_over_tls(&mut self) {
        self.over_tls = Some(OverTls);
    }

    /// Returns what answers a request, and notes in it how it came.
    fn router<B>(&self, request: &mut Request<B>) -> Router {
        let app = self.app.borrow();
        #[cfg(feature = "tls")]
        if let Some(over_tls) = self.over_tls {
            request.extensions_mut().insert(over_tls);
        }
        app.proxies.address(request, Some(self.peer));
        app.router.clone()
    }

    /// Counts a request. Returns true for the last one, and for those that come after it.
    fn is_last(&self) -> bool {
        let less = |left: usize| Some(left.saturating_sub(1));
        self.left.fetch_update(Relaxed, Relaxed, less).is_ok_and(|left| left <= 1)
    }
}

impl Service<Request<Incoming>> for Requests {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let open = self.activity.request();
        let is_last = self.is_last();
        let mut request = request.map(|body| ArrivingBody::new(body, || self.activity.body()));
        let (mut router, activity) = (self.router(&mut request), Arc::clone(&self.activity));
        let is_http2 = request.version() == Version::HTTP_2;
        Box::pin(async move {
            // Others have their turn before a client that asks for many things at once.
            if open.is_pipelined {
                yield_now().await;
            }
            let fault = if open.is_ambiguous { Some(TWO_LENGTHS) } else { fault_of_host(&request) };
            let mut answer = match fault {
                Some(fault) => refusal(fault),
                None => router.call(request).await?,
            };
            if is_last || activity.is_crowded() {
                activity.end();
            }
            // The streams of HTTP/2 end alone, and it has no such header.
            let closes =
                is_last || fault.is_some() || activity.lacks_body() || activity.is_crowded();
            if closes && !is_http2 {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            drop(open);
            Ok(answer)
        })
    }
}

/// Returns the fault of a request that does not name its host once, as RFC 9112 §3.2 asks for: a proxy may have
/// taken it for another host. HTTP/2 has the host in its target.
fn fault_of_host<B>(request: &Request<B>) -> Option<&'static str> {
    let hosts = request.headers().get_all(HOST).iter().take(2).count();
    match (request.version(), hosts) {
        (Version::HTTP_11, 0) => Some("no_host"),
        (Version::HTTP_10 | Version::HTTP_11, 2) => Some("two_hosts"),
        _ => None,
    }
}

fn refusal(fault: &'static str) -> Response<Body> {
    log!(
        WARN,
        "request refused: its head is not that of one request",
        reason = fault,
        status = 400
    );
    let mut refusal = Response::new(Body::empty());
    *refusal.status_mut() = StatusCode::BAD_REQUEST;
    refusal
}

const TWO_LENGTHS: &str = "two_lengths";
