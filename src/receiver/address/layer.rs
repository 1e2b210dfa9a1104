//! The address of the client among the extensions of a request, where an app is served by others.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use http::Request;
use tower_layer::Layer;
use tower_service::Service;

use super::{ClientAddress, TrustedProxies};

/// Adds the address of the client to the requests of an app.
#[derive(Debug, Clone)]
pub(in crate::receiver) struct AddressLayer(pub(in crate::receiver) Arc<TrustedProxies>);

impl<S> Layer<S> for AddressLayer {
    type Service = Addressed<S>;

    fn layer(&self, inner: S) -> Addressed<S> {
        Addressed { inner, proxies: Arc::clone(&self.0) }
    }
}

/// A service whose requests have the address of their client.
#[derive(Debug, Clone)]
pub(in crate::receiver) struct Addressed<S> {
    inner: S,
    proxies: Arc<TrustedProxies>,
}

impl<S: Service<Request<B>>, B> Service<Request<B>> for Addressed<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        let peer = ClientAddress::of_peer(request.extensions());
        self.proxies.address(&mut request, peer);
        self.inner.call(request)
    }
}
