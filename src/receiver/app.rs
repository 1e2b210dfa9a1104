//! What a connection serves.

use std::sync::Arc;

use axum::Router;

use super::address::TrustedProxies;

/// The pages of a receiver, and the proxies that stand before it.
#[derive(Clone)]
pub(super) struct App {
    pub(super) router: Router,
    pub(super) proxies: Arc<TrustedProxies>,
}
