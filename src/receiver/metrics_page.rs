//! The page of the metrics.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use ipnet::IpNet;
use tokio::{sync::Mutex, task::spawn_blocking};

use super::ClientAddress;
use crate::telemetry::Prometheus;

/// The page that Prometheus reads: see [the metrics](crate::telemetry#metrics-feature-metrics).
///
/// Some addresses get it, and others get 403. However many ask, the metrics are rendered once a second at
/// most.
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{receiver::MetricsPage, telemetry::Telemetry};
///
/// let running = Telemetry::new().prometheus().install()?;
/// let prometheus = running.prometheus().cloned().ok_or("not recorded")?;
/// let page = MetricsPage::new(prometheus).allow_from(["10.0.0.0/8".parse()?]).at("/metrics");
/// # let _: axum::Router = page; // for `Receiver::merge`
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct MetricsPage {
    prometheus: Prometheus,
    allowed: Vec<IpNet>,
    /// The last text, and the time at which it was rendered.
    rendered: Mutex<Option<(Instant, Arc<str>)>>,
}

impl MetricsPage {
    /// Starts with the metrics. The addresses of this machine get the page: `127.0.0.0/8` and `::1`.
    pub fn new(prometheus: Prometheus) -> Self {
        let allowed = LOOPBACK.iter().filter_map(|network| network.parse().ok()).collect();
        Self { prometheus, allowed, rendered: Mutex::default() }
    }

    /// Sets the networks whose addresses get the page, in place of those of this machine.
    pub fn allow_from(mut self, networks: impl IntoIterator<Item = IpNet>) -> Self {
        self.allowed = networks.into_iter().collect();
        self
    }

    /// Returns the page at a path, as `/metrics`, for [`Receiver::merge`](crate::Receiver::merge).
    ///
    /// # Panics
    ///
    /// Panics if the path does not begin with `/`.
    #[track_caller]
    pub fn at(self, path: &str) -> Router {
        Router::new().route(path, get(show)).with_state(Arc::new(self))
    }

    async fn text(&self) -> Option<Arc<str>> {
        let mut rendered = self.rendered.lock().await;
        if let Some((at, text)) = &*rendered
            && at.elapsed() < RENDER_EVERY
        {
            return Some(Arc::clone(text));
        }
        let prometheus = self.prometheus.clone();
        let text: Arc<str> = spawn_blocking(move || prometheus.render()).await.ok()?.into();
        *rendered = Some((Instant::now(), Arc::clone(&text)));
        Some(text)
    }
}

async fn show(State(page): State<Arc<MetricsPage>>, client: ClientAddress) -> Response {
    if !client.is_in(page.allowed.iter().copied()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match page.text().await {
        Some(text) => ([(CONTENT_TYPE, TEXT)], text.to_string()).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

impl fmt::Debug for MetricsPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MetricsPage").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1/128"];

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

const RENDER_EVERY: Duration = Duration::from_secs(1);
