//! The gate before every handler: the limits, then the proof.

use std::{
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Request, Response, header, request::Parts};
use http_body::{Body, SizeHint};
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{
    ReceiveError, Received, Refusal, Settings,
    body::ReadBody,
    diagnoses::Diagnoses,
    found_secrets::Finding,
    long_proof::{LongProof, Proof, Proved},
    refusal,
    room::Room,
    route,
};
use crate::{
    BoxError, HandshakeResponse, Verdict, Verified, Verifier, VerifyError,
    log::{Background, Span},
    request::announced_length,
    secrets::{Accounts, Prepared, Secrets},
    telemetry,
    verify::Opened,
};

/// The secrets that requests are proved with, and the limits around that.
#[derive(Debug)]
pub(crate) struct Gate {
    secrets: Secrets,
    /// The secrets are found for each request. Those of `secrets` are then of an unknown account.
    accounts: Option<Accounts>,
    pub(super) settings: Settings,
    diagnoses: Diagnoses,
}

/// The endpoint of an inbox that a request comes to.
pub(crate) struct Host<'a> {
    pub(crate) endpoint: Arc<str>,
    /// It keeps refused requests, so that their bodies are wanted.
    pub(crate) keeps_refused: bool,
    /// The room that it shares with others.
    pub(crate) room: &'a Arc<Room>,
}

/// The result of the gate.
#[cfg_attr(
    not(feature = "inbox"),
    expect(dead_code, reason = "the inbox counts and keeps refusals")
)]
pub(crate) enum Passage {
    /// The request is genuine.
    Admitted(Box<Received>, Verified),
    /// The request was a handshake.
    Answered(Response<Full<Bytes>>),
    /// The request was refused, for a reason that is one stable word. It is here if it came whole.
    Refused(Response<Full<Bytes>>, &'static str, Option<Box<Received>>),
}

impl Gate {
    pub(crate) const fn new(
        secrets: Secrets,
        accounts: Option<Accounts>,
        settings: Settings,
    ) -> Self {
        Self { secrets, accounts, settings, diagnoses: Diagnoses::new() }
    }

    /// Returns the length of the longest body that is read, in bytes.
    #[cfg(feature = "inbox")]
    pub(crate) const fn body_limit(&self) -> usize {
        self.settings.body_limit
    }

    /// Returns the verifier of the start, for all that does not depend on the secrets.
    pub(crate) fn verifier(&self) -> &Verifier {
        self.secrets.first()
    }

    /// Returns the time by the clock of the receiver.
    pub(crate) fn now(&self) -> SystemTime {
        self.settings.clock.now()
    }

    #[cfg(all(feature = "inbox", feature = "testing"))]
    pub(crate) fn set_clock(&mut self, clock: Arc<dyn crate::Clock>) {
        self.settings.clock = clock;
    }

    pub(crate) const fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Returns the accounts, if the secrets are found for each request.
    #[cfg(feature = "inbox")]
    pub(crate) const fn accounts(&self) -> Option<&Accounts> {
        self.accounts.as_ref()
    }

    /// Returns the name of the account of a request, if each account has secrets of its own.
    #[cfg(feature = "inbox")]
    pub(crate) fn account(&self, received: &Received) -> Option<String> {
        let accounts = self.accounts.as_ref()?;
        accounts.account(&received.raw()).map(std::borrow::Cow::into_owned)
    }

    /// Decides on a request that came before, with the secrets of now. A key that is missing is fetched.
    #[cfg(feature = "inbox")]
    pub(crate) async fn prove(&self, received: &Received) -> Result<Verdict, ReceiveError> {
        let by = self.secrets.current();
        let proved = match self.find(&by, received, self.settings.clock.now()) {
            Some(finding) => finding.prove().await,
            None => Proof::anew(by, received.clone()).await,
        };
        #[cfg(feature = "fetched-keys")]
        if let Some((look, lacking)) = self.lacking(&proved, received) {
            return look.fetch(lacking).await.verdict;
        }
        proved.verdict
    }

    /// Opens the span of a request that comes to no endpoint of an inbox.
    pub(crate) fn span<B>(&self, request: &Request<B>) -> Span {
        let endpoint = || route(request.extensions());
        telemetry::receive(self.verifier().provider().name(), endpoint, request.headers())
    }

    /// Checks the head of a request that comes to `host`, if it comes to an inbox.
    ///
    /// The body of a request that its head refuses is read only while there is plenty of room: if the
    /// host keeps what is refused, or to look for the cause.
    pub(crate) fn admit<B: Body>(
        &self,
        request: Request<B>,
        host: Option<Host<'_>>,
    ) -> Admission<B> {
        let (parts, body) = request.into_parts();
        let size = body.size_hint();
        let received = Box::new(Received::new(parts, Bytes::new(), self.settings.clock.now()));
        let by = self.secrets.current();
        let head = match self.check_head(by.verifier(), &received, &size) {
            Ok(opened) => Head::Opened(opened),
            Err(ReceiveError::Verify(error)) => {
                self.refused_by_head(error, &received.parts, host.as_ref(), &size)
            }
            Err(error) => Head::Refused(error),
        };
        let body =
            ReadBody::new(body, self.settings.body_limit, self.time_for_body(&head, host.as_ref()));
        let endpoint = host.map(|host| host.endpoint);
        let received = Some(received);
        Admission { endpoint, by, head, body, received, proof: None, looked_again: false }
    }

    /// Refuses all that can be refused before the body is read.
    fn check_head(
        &self,
        verifier: &Verifier,
        received: &Received,
        size: &SizeHint,
    ) -> Result<Opened, ReceiveError> {
        let Received { parts, at, .. } = received;
        if !verifier.uses(&parts.method) {
            let allowed = verifier.provider().delivery_methods();
            return Err(VerifyError::MethodNotAllowed { allowed }.into());
        }
        if !self.settings.accept_encoded_bodies && is_encoded(parts) {
            return Err(ReceiveError::Encoded);
        }
        let limit = self.settings.body_limit;
        if !usize::try_from(announced(parts, size)).is_ok_and(|announced| announced <= limit) {
            return Err(ReceiveError::TooLarge { limit });
        }
        match verifier.begin(&received.head(), *at) {
            Err(error) if self.awaits_account(&error, received) => Ok(Opened::UNREAD),
            opened => Ok(opened?),
        }
    }

    /// Returns whether only the secret of its account can tell if a request is refused.
    fn awaits_account(&self, error: &VerifyError, received: &Received) -> bool {
        let provider = self.verifier().provider();
        self.accounts.is_some()
            && match error {
                // The stand-in has another secret.
                VerifyError::TokenMismatch | VerifyError::SignatureMismatch => true,
                VerifyError::MethodNotAllowed { .. } if provider.schemes().len() > 1 => false,
                // The stand-in has a secret for one of several schemes only. A request that brings
                // the secret is not signed.
                _ => provider.schemes().len() > 1 || provider.may_bring_secret(&received.head()),
            }
    }

    /// Nobody who is refused waits long for that: not even a sender that waits to be asked for its
    /// body.
    fn time_for_body(&self, head: &Head, host: Option<&Host<'_>>) -> Duration {
        let is_kept = host.is_some_and(|host| host.keeps_refused);
        let timeout = self.settings.read_timeout;
        match head {
            Head::Doomed { .. } if !is_kept => timeout.min(TIME_TO_DIAGNOSE),
            _ => timeout,
        }
    }

    fn refused_by_head(
        &self,
        error: VerifyError,
        head: &Parts,
        host: Option<&Host<'_>>,
        size: &SizeHint,
    ) -> Head {
        let has_cause = !matches!(error, VerifyError::MethodNotAllowed { .. });
        let comes_unasked = !head.headers.contains_key(header::EXPECT);
        let is_heard = || self.settings.on_refusal.is_some() || Background::is_heard();
        let room = host.map_or(&self.settings.room, |host| host.room);
        if !room.is_at_ease() {
            return Head::Refused(error.into());
        }
        let diagnosed =
            has_cause && comes_unasked && is_heard() && self.diagnoses.reserve(size.exact());
        if diagnosed || host.is_some_and(|host| host.keeps_refused) {
            return Head::Doomed { error, diagnosed };
        }
        Head::Refused(error.into())
    }

    fn decide(
        &self,
        received: Box<Received>,
        proved: Proved,
        endpoint: Option<&Arc<str>>,
    ) -> Passage {
        let Proved { by, verdict } = proved;
        #[cfg(feature = "metrics")]
        if let Ok(Verdict::Delivery(verified)) = &verdict {
            let place = (endpoint, route(&received.parts.extensions));
            telemetry::proved(place, by.verifier().provider(), verified, received.at);
        }
        let endpoint = endpoint.map(|name| &**name);
        match verdict {
            Ok(Verdict::Delivery(verified)) => {
                by.record(&verified, received.at);
                Passage::Admitted(received, verified)
            }
            Ok(Verdict::Handshake(HandshakeResponse { confirm: Some(url), .. })) => {
                let error = VerifyError::NotConfirmed { host: url.host().to_owned() };
                self.refuse_whole(received, by.verifier(), (error.into(), false), endpoint)
            }
            Ok(Verdict::Handshake(answer)) => Passage::Answered(refusal::answered(answer)),
            Err(error) => self.refuse_whole(received, by.verifier(), (error, false), endpoint),
        }
    }

    /// Starts a proof that has to be waited for: on another thread, if it takes long, or once the secrets
    /// of its account were found.
    fn prove_apart(
        &self,
        by: &Arc<Prepared>,
        opened: &mut Opened,
        received: &Received,
    ) -> Option<LongProof> {
        if let Some(finding) = self.find(by, received, received.at) {
            return Some(finding.start());
        }
        Proof::is_long(by.verifier(), opened, received).then(|| {
            let opened = mem::replace(opened, Opened::UNREAD);
            let (by, received) = (Arc::clone(by), received.clone());
            Proof { by, opened, received }.start()
        })
    }

    /// Returns the search for the secrets of a request, if they are not there from the start.
    fn find(&self, by: &Arc<Prepared>, received: &Received, now: SystemTime) -> Option<Finding> {
        let (accounts, received) = (self.accounts.clone()?, received.clone());
        Some(Finding { accounts, stand_in: Arc::clone(by), received, now })
    }

    #[cfg(not(feature = "fetched-keys"))]
    #[expect(clippy::unused_self, reason = "no key is fetched")]
    const fn look_again(&self, _: &Proved, _: &Received) -> Option<LongProof> {
        None
    }

    /// Refuses a request that came whole. The error comes with whether its diagnosis was counted before.
    fn refuse_whole(
        &self,
        received: Box<Received>,
        verifier: &Arc<Verifier>,
        (error, diagnosed): (ReceiveError, bool),
        endpoint: Option<&str>,
    ) -> Passage {
        let refusal = Refusal {
            verifier,
            error: &error,
            endpoint,
            accounts: self.accounts.as_ref(),
            head: &received.parts,
            unproved: Some(&received),
        };
        let response = self.refuse(&refusal, verifier, diagnosed);
        Passage::Refused(response, error.reason(), Some(received))
    }

    /// Refuses a request whose body was not read, or not to its end.
    fn turn_away(
        &self,
        head: &Parts,
        verifier: &Arc<Verifier>,
        error: &ReceiveError,
        endpoint: Option<&str>,
    ) -> Passage {
        let refusal = Refusal { verifier, error, endpoint, accounts: None, head, unproved: None };
        Passage::Refused(self.refuse(&refusal, verifier, false), error.reason(), None)
    }

    fn refuse(
        &self,
        refusal: &Refusal<'_>,
        verifier: &Arc<Verifier>,
        diagnosed: bool,
    ) -> Response<Full<Bytes>> {
        self.diagnoses.log(refusal, verifier, diagnosed);
        if let Some(hook) = &self.settings.on_refusal {
            hook(refusal);
        }
        refusal.response()
    }
}

pin_project! {
    /// A request whose head was checked, and whose body is being read.
    pub(crate) struct Admission<B> {
        endpoint: Option<Arc<str>>,
        // The secrets when the head came. A change while the request is in flight does not reach it.
        by: Arc<Prepared>,
        head: Head,
        // `None` once the gate has decided.
        // On the heap, since it is long and handed on often.
        received: Option<Box<Received>>,
        #[pin]
        body: ReadBody<B>,
        // `Some` while a long body is proved on another thread, or a key is fetched.
        proof: Option<LongProof>,
        looked_again: bool,
    }
}

/// The result of the head of a request.
enum Head {
    Opened(Opened),
    Refused(ReceiveError),
    /// The request is refused, and its body is read to tell the operator more.
    Doomed {
        error: VerifyError,
        /// The diagnosis is counted already.
        diagnosed: bool,
    },
}

impl<B> Admission<B> {
    /// Returns the head.
    #[cfg(feature = "inbox")]
    pub(crate) fn head(&self) -> Option<&Parts> {
        self.received.as_ref().map(|received| &received.parts)
    }

    /// Takes a place, which is kept for as long as `self`, unless the head has decided already.
    /// Returns false if there is none.
    #[cfg(feature = "inbox")]
    pub(crate) fn enter(&mut self, room: &Arc<Room>) -> bool {
        matches!(self.head, Head::Refused(_)) || self.body.enter(room)
    }
}

impl<B> Admission<B>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    /// Reads the body to its end, then lets `gate` decide. It must not be polled after that.
    pub(crate) fn poll(
        mut self: Pin<&mut Self>,
        gate: &Gate,
        cx: &mut Context<'_>,
    ) -> Poll<Passage> {
        let this = self.as_mut().project();
        if this.proof.is_some() {
            return self.poll_proof(gate, cx);
        }
        let body = match this.head {
            Head::Refused(_) => Ok(Bytes::new()),
            Head::Opened(_) | Head::Doomed { .. } => {
                ready!(this.body.poll(&gate.settings.room, cx))
            }
        };
        let Some(mut received) = this.received.take() else {
            return Poll::Pending;
        };
        let endpoint = this.endpoint.as_deref();
        let verifier = this.by.verifier();
        Poll::Ready(match (this.head, body) {
            (Head::Refused(error), _) => gate.turn_away(&received.parts, verifier, error, endpoint),
            (Head::Opened(opened), Ok(body)) => {
                received.body = body;
                if let Some(proof) = gate.prove_apart(this.by, opened, &received) {
                    (*this.proof, *this.received) = (Some(proof), Some(received));
                    return self.poll_proof(gate, cx);
                }
                let verdict = verifier.finish(opened, &received.raw(), received.at);
                let verdict = verdict.map_err(ReceiveError::from);
                let proved = Proved { by: Arc::clone(this.by), verdict };
                if let Some(again) = gate.look_again(&proved, &received) {
                    (*this.proof, *this.received) = (Some(again), Some(received));
                    *this.looked_again = true;
                    return self.poll_proof(gate, cx);
                }
                gate.decide(received, proved, this.endpoint.as_ref())
            }
            (Head::Opened(_), Err(error)) => {
                gate.turn_away(&received.parts, verifier, &error, endpoint)
            }
            (Head::Doomed { error, diagnosed }, Ok(body)) => {
                received.body = body;
                let error = (error.clone().into(), *diagnosed);
                gate.refuse_whole(received, verifier, error, endpoint)
            }
            (Head::Doomed { error, .. }, Err(_)) => {
                gate.turn_away(&received.parts, verifier, &error.clone().into(), endpoint)
            }
        })
    }

    /// Waits for the proof. The bytes of the body count until it is done.
    fn poll_proof(mut self: Pin<&mut Self>, gate: &Gate, cx: &mut Context<'_>) -> Poll<Passage> {
        let mut this = self.as_mut().project();
        let (Some(proof), Some(received)) = (this.proof, &this.received) else {
            return Poll::Pending;
        };
        let (length, room) = (received.body.len(), &gate.settings.room);
        let proved = match proof.as_mut().poll(cx) {
            Poll::Ready(proved) if !*this.looked_again => {
                *this.looked_again = true;
                if let Some(again) = gate.look_again(&proved, received) {
                    *proof = again;
                    return self.poll_proof(gate, cx);
                }
                this.body.as_mut().settle().map(|()| proved)
            }
            Poll::Ready(proved) => this.body.as_mut().settle().map(|()| proved),
            Poll::Pending => match this.body.as_mut().hold(length, room, cx) {
                Ok(()) => return Poll::Pending,
                Err(gave_way) => Err(gave_way),
            },
        };
        let Some(received) = this.received.take() else {
            return Poll::Pending;
        };
        let endpoint = this.endpoint.as_deref();
        Poll::Ready(match proved {
            Ok(proved) => gate.decide(received, proved, this.endpoint.as_ref()),
            Err(gave_way) => {
                gate.turn_away(&received.parts, this.by.verifier(), &gave_way.into(), endpoint)
            }
        })
    }
}

/// A body of 64 KiB that is on its way has come by then.
const TIME_TO_DIAGNOSE: Duration = Duration::from_millis(250);

fn is_encoded(parts: &Parts) -> bool {
    let mut encodings = parts.headers.get_all(header::CONTENT_ENCODING).iter();
    encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Returns the least length of the body. A body from a connection knows its `Content-Length`.
fn announced(parts: &Parts, size: &SizeHint) -> u64 {
    size.exact().unwrap_or_else(|| size.lower().max(announced_length(&parts.headers)))
}
