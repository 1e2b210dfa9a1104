//! Requests in, answers out.

use std::{
    convert::Infallible,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookport::http_file::HttpFile;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
    time::timeout,
};

use super::{
    answer,
    delivery::{Delivery, Told},
    endpoint::Endpoint,
    forward::Forward,
    record::Record,
    report,
};
use crate::{CliError, runtime, verify::Judgement};

/// The steps for each request.
pub(super) struct Desk {
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) record: Option<Record>,
    pub(super) forward: Option<Forward>,
    pub(super) json: bool,
}

/// The state of a server.
struct Server {
    desk: Arc<Desk>,
    came: AtomicU64,
    /// The text about each request, or the error of writing it.
    told: mpsc::Sender<Result<(), CliError>>,
}

/// Serves until enough requests were answered. A connection that is open then is closed.
pub(super) async fn serve(
    desk: &Arc<Desk>,
    listener: TcpListener,
    enough: Option<u64>,
) -> Result<ExitCode, CliError> {
    let (told, mut answered) = mpsc::channel(1);
    let server = Arc::new(Server { desk: Arc::clone(desk), came: AtomicU64::new(0), told });
    let mut connections = JoinSet::new();
    let mut count = 0;
    runtime::unless_interrupted(async {
        loop {
            tokio::select! {
                Ok((stream, _)) = listener.accept(), if connections.len() < MOST_CONNECTIONS => {
                    connections.spawn(Arc::clone(&server).connection(stream));
                }
                Some(_) = connections.join_next() => {}
                Some(result) = answered.recv() => {
                    result?;
                    count += 1;
                    if enough == Some(count) {
                        // The last answer is on its way.
                        _ = timeout(LAST_ANSWER, connections.join_next()).await;
                        return Ok(ExitCode::SUCCESS);
                    }
                }
            }
        }
    })
    .await
}

impl Server {
    async fn connection(self: Arc<Self>, stream: TcpStream) {
        let service = service_fn(|request| Arc::clone(&self).answer(request));
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(TIME_FOR_REQUEST)
            .serve_connection(TokioIo::new(stream), service);
        // The sender has hung up, or does not speak HTTP: nothing came that could be shown.
        _ = served.await;
    }

    async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (head, body) = request.into_parts();
        let body = match timeout(TIME_FOR_REQUEST, Limited::new(body, LONGEST).collect()).await {
            Err(_) => return Ok(alone(StatusCode::REQUEST_TIMEOUT)),
            Ok(Err(_)) => return Ok(alone(StatusCode::PAYLOAD_TOO_LARGE)),
            Ok(Ok(body)) => body.to_bytes(),
        };
        let number = self.came.fetch_add(1, Ordering::Relaxed) + 1;
        let request = HttpFile::from(Request::from_parts(head, body));
        let delivery = Delivery { number, at: SystemTime::now(), request };
        let (answer, written) = match self.desk.handle(&delivery).await {
            Ok(told) => {
                let written = report::write(&told, self.desk.json);
                (told.answer, written)
            }
            Err(error) => (answer::empty(StatusCode::INTERNAL_SERVER_ERROR), Err(error)),
        };
        // Nobody listens any more after the last one.
        _ = self.told.send(written).await;
        Ok(answer.map(Full::new))
    }
}

impl Desk {
    async fn handle<'a>(&'a self, delivery: &'a Delivery) -> Result<Told<'a>, CliError> {
        let endpoint = self.endpoint(delivery.request.uri.path());
        let question = endpoint.map(|endpoint| (endpoint, delivery.question(endpoint)));
        let judged = match question {
            None => None,
            Some((endpoint, question)) => {
                let judgement = question.judge()?;
                Some((endpoint, question, judgement))
            }
        };
        let file = self.record.as_ref().map(|record| record.write(delivery, endpoint));
        let (file, mut error) = match file.transpose() {
            Ok(file) => (file, None),
            Err(error) => (None, Some(format!("not recorded: {error}"))),
        };
        let mut answer = self.own_answer(judged.as_ref());
        let is_genuine = is_genuine(judged.as_ref(), self.endpoints.is_empty());
        if let Some(forward) = self.forward.as_ref().filter(|_| is_genuine) {
            match forward.pass_on(&delivery.request).await {
                Ok(of_app) => answer = of_app,
                Err(reason) => {
                    error = Some(format!("not passed on: {reason}"));
                    answer = answer::empty(StatusCode::BAD_GATEWAY);
                }
            }
        }
        Ok(Told { delivery, judged, answer, file, error })
    }

    /// Returns the endpoint that takes a path: the one with the longest path at or above it.
    fn endpoint(&self, path: &str) -> Option<&Endpoint> {
        let takes = |endpoint: &&Endpoint| {
            let rest = path.strip_prefix(endpoint.path.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.endpoints.iter().filter(takes).max_by_key(|endpoint| endpoint.path.len())
    }

    fn own_answer(&self, judged: Option<&Judged<'_>>) -> Response<Bytes> {
        match judged {
            Some((endpoint, _, judgement)) => answer::of(endpoint.source.provider(), judgement),
            None if self.endpoints.is_empty() => answer::empty(StatusCode::OK),
            None => answer::empty(StatusCode::NOT_FOUND),
        }
    }
}

/// An endpoint, the question and its answer.
type Judged<'a> = (&'a Endpoint, crate::verify::Question<'a>, Judgement);

/// Returns whether an app may be told of a request: also where nothing is to be proved.
fn is_genuine(judged: Option<&Judged<'_>>, proves_nothing: bool) -> bool {
    judged.map_or(proves_nothing, |(.., judgement)| matches!(judgement, Judgement::Accepted(_)))
}

/// Returns an answer to what did not come whole, and is not shown.
fn alone(status: StatusCode) -> Response<Full<Bytes>> {
    answer::empty(status).map(Full::new)
}

/// The longest body, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;

/// The longest time for a head, and for a body.
const TIME_FOR_REQUEST: Duration = Duration::from_secs(30);

/// The time in which the last answer is written.
const LAST_ANSWER: Duration = Duration::from_millis(500);

const MOST_CONNECTIONS: usize = 64;
