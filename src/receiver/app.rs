//! The app that a connection serves.

use std::sync::Arc;

use axum::Router;

#[cfg(feature = "tls")]
use super::Tls;
use super::address::TrustedProxies;

/// The pages of a receiver, and how their clients come to them.
#[derive(Clone)]
pub(super) struct App {
    pub(super) router: Router,
    pub(super) proxies: Arc<TrustedProxies>,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<Tls>,
}
