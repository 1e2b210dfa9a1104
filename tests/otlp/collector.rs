//! A collector on a free port, which keeps what it gets.

use std::{
    sync::{Arc, Mutex},
    thread,
};

use axum::{Router, body::Bytes, extract::State, routing::post};
use http::HeaderMap;
use opentelemetry_proto::tonic::{
    collector::{metrics::v1::ExportMetricsServiceRequest, trace::v1::ExportTraceServiceRequest},
    common::v1::{KeyValue, any_value::Value},
    metrics::v1::Metric,
    trace::v1::Span,
};
use prost::Message;
use tokio::{net::TcpListener, runtime::Builder};

#[derive(Default)]
struct Taken {
    traces: Vec<ExportTraceServiceRequest>,
    metrics: Vec<ExportMetricsServiceRequest>,
    headers: Vec<HeaderMap>,
    bytes: Vec<u8>,
}

/// A collector that runs as long as the process.
pub(crate) struct Collector {
    url: String,
    taken: Arc<Mutex<Taken>>,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let taken = Arc::<Mutex<Taken>>::default();
        let app = Router::new()
            .route("/v1/traces", post(take_traces))
            .route("/v1/metrics", post(take_metrics))
            .with_state(Arc::clone(&taken));
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || runtime.block_on(async { axum::serve(listener, app).await }));
        Self { url, taken }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn spans(&self) -> Vec<Span> {
        let taken = self.taken.lock().unwrap();
        let resources = taken.traces.iter().flat_map(|request| &request.resource_spans);
        let scopes = resources.flat_map(|resource| &resource.scope_spans);
        scopes.flat_map(|scope| scope.spans.clone()).collect()
    }

    pub(crate) fn metrics(&self) -> Vec<Metric> {
        let taken = self.taken.lock().unwrap();
        let resources = taken.metrics.iter().flat_map(|request| &request.resource_metrics);
        let scopes = resources.flat_map(|resource| &resource.scope_metrics);
        scopes.flat_map(|scope| scope.metrics.clone()).collect()
    }

    /// Returns the names of the services, once each.
    pub(crate) fn services(&self) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        let traces = taken.traces.iter().flat_map(|request| &request.resource_spans);
        let traces = traces.filter_map(|spans| spans.resource.as_ref());
        let metrics = taken.metrics.iter().flat_map(|request| &request.resource_metrics);
        let metrics = metrics.filter_map(|metrics| metrics.resource.as_ref());
        let names =
            traces.chain(metrics).map(|resource| text(&resource.attributes, "service.name"));
        once_each(names.map(Option::unwrap_or_default).collect())
    }

    /// Returns the values of a header, once each.
    pub(crate) fn values_of(&self, header: &str) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        let values =
            taken.headers.iter().map(|headers| headers[header].to_str().unwrap().to_owned());
        once_each(values.collect())
    }

    /// Returns the bodies of all requests.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.taken.lock().unwrap().bytes.clone()
    }
}

async fn take_traces(State(taken): State<Arc<Mutex<Taken>>>, headers: HeaderMap, body: Bytes) {
    let mut taken = taken.lock().unwrap();
    taken.traces.push(ExportTraceServiceRequest::decode(&body[..]).unwrap());
    taken.headers.push(headers);
    taken.bytes.extend_from_slice(&body);
}

async fn take_metrics(State(taken): State<Arc<Mutex<Taken>>>, headers: HeaderMap, body: Bytes) {
    let mut taken = taken.lock().unwrap();
    taken.metrics.push(ExportMetricsServiceRequest::decode(&body[..]).unwrap());
    taken.headers.push(headers);
    taken.bytes.extend_from_slice(&body);
}

/// Returns the text of an attribute.
pub(crate) fn text(attributes: &[KeyValue], key: &str) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.key == key)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text.clone()),
        _ => None,
    }
}

fn once_each(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    values
}
