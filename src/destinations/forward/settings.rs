//! The settings of a server to forward to.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use reqwest::Url;

use super::{
    ForwardError,
    circuit::{Circuit, CircuitRule},
    client::{ClientSettings, client, is_own_address},
    pace::Pace,
    request::{Target, check_header},
    sender::Forward,
    statuses::Statuses,
};
use crate::{
    Clock, Secret, SystemClock, destinations::Meaning, receiver::RateLimit, verify::StandardSigner,
};

/// The settings of a server to which deliveries are forwarded.
///
/// ```
/// use std::time::Duration;
/// use hookport::{Secret, destinations::ForwardTo, receiver::RateLimit};
///
/// let app = ForwardTo::new("http://127.0.0.1:3000/hooks")
///     .signed_with([Secret::new("whsec_bWFkZS11cC1zZWNyZXQtb2YtMjQtYnl0ZXM=")])
///     .headers(["x-request-id".parse()?])
///     .timeout(Duration::from_secs(10))
///     .rate_limit(RateLimit::per_second(50))
///     .build()?;
/// # drop(app);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct ForwardTo {
    url: String,
    has_method_of_sender: bool,
    appends_path: bool,
    appends_query: bool,
    chosen: Vec<HeaderName>,
    fixed: HeaderMap,
    secrets: Vec<Secret>,
    client: ClientSettings,
    statuses: Statuses,
    longest_retry_after: Duration,
    rate_limit: Option<RateLimit>,
    circuit: CircuitRule,
    clock: Arc<dyn Clock>,
}

impl ForwardTo {
    /// Begins with the URL of the server.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            has_method_of_sender: false,
            appends_path: false,
            appends_query: false,
            chosen: Vec::new(),
            fixed: HeaderMap::new(),
            secrets: Vec::new(),
            client: ClientSettings {
                connect_timeout: Duration::from_secs(5),
                timeout: Duration::from_secs(30),
                authorities: Vec::new(),
                is_public_only: false,
            },
            statuses: Statuses::default(),
            longest_retry_after: Duration::from_secs(60 * 60),
            rate_limit: None,
            circuit: CircuitRule::default(),
            clock: Arc::new(SystemClock),
        }
    }

    /// Sends with the method of the sender. The default is `POST`.
    pub const fn method_of_sender(mut self) -> Self {
        self.has_method_of_sender = true;
        self
    }

    /// Appends the path to which the delivery came to that of the URL. The default is not to. Each segment that holds the
    /// token of the sender is left out. A delivery whose path leads elsewhere, as by `..`, is a dead letter.
    pub const fn append_path(mut self) -> Self {
        self.appends_path = true;
        self
    }

    /// Appends the query of the delivery to that of the URL. The default is not to: a query may hold the token
    /// of the sender.
    pub const fn append_query(mut self) -> Self {
        self.appends_query = true;
        self
    }

    /// Sets the headers of the sender that are forwarded, besides `Content-Type` and `Content-Encoding`. The
    /// default is none: `Authorization`, `Cookie` and the headers that prove the sender go on only if they are
    /// named here. Those of the connection, such as `Host`, and those that hookport sets are refused.
    pub fn headers(mut self, names: impl IntoIterator<Item = HeaderName>) -> Self {
        self.chosen = names.into_iter().collect();
        self
    }

    /// Adds a header with the same value each time, as a token of the server. It goes before one of the
    /// sender.
    pub fn set_header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.fixed.append(name, value);
        self
    }

    /// Signs in the form of [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), once with each of these
    /// secrets: of two, the server may know either while one takes the place of the other.
    pub fn signed_with(mut self, secrets: impl IntoIterator<Item = Secret>) -> Self {
        self.secrets = secrets.into_iter().collect();
        self
    }

    /// Sets how long a connection may take to be made. The default is five seconds.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.client.connect_timeout = timeout;
        self
    }

    /// Sets how long an attempt may take in all. The default is 30 seconds.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.client.timeout = timeout;
        self
    }

    /// Trusts the certificates of this authority too, which are PEM. The default is the roots of Mozilla.
    pub fn trusting(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.client.authorities.push(pem.into());
        self
    }

    /// Connects to public addresses only: for a URL that somebody else has chosen. The address is checked that
    /// is connected to. The default is every address, since an own app usually has one on the same machine.
    pub const fn public_only(mut self) -> Self {
        self.client.is_public_only = true;
        self
    }

    /// Sets what becomes of a delivery by this status of the answer.
    pub fn status(mut self, status: StatusCode, meaning: Meaning) -> Self {
        self.statuses.set(status, meaning);
        self
    }

    /// Sets the longest wait that a `Retry-After` of the server can ask for. The default is one hour.
    pub const fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Sets how many deliveries are sent in a time; there is no limit by default. Several processes have as
    /// many each.
    pub const fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Sets after how many failures in a row the destination pauses, for how long at first, and for how long
    /// at most. The default is five failures, one second, and five minutes.
    pub const fn pause_after(mut self, failures: u32, first: Duration, longest: Duration) -> Self {
        self.circuit = CircuitRule { failures, first, longest };
        self
    }

    /// Sets some of what [`pause_after`](Self::pause_after) sets. The rest stays.
    #[cfg(feature = "serve")]
    pub(crate) fn pausing(
        mut self,
        failures: Option<u32>,
        first: Option<Duration>,
        longest: Option<Duration>,
    ) -> Self {
        let CircuitRule { failures: most, first: shortest, longest: limit } = self.circuit;
        self.circuit = CircuitRule {
            failures: failures.unwrap_or(most),
            first: first.unwrap_or(shortest),
            longest: longest.unwrap_or(limit),
        };
        self
    }

    /// Returns whether the first pause is no longer than the longest one.
    #[cfg(feature = "serve")]
    pub(crate) fn has_pauses_in_order(&self) -> bool {
        self.circuit.first <= self.circuit.longest
    }

    /// Returns whether the limit for a connection is no longer than that for the whole attempt.
    #[cfg(feature = "serve")]
    pub(crate) fn has_timeouts_in_order(&self) -> bool {
        self.client.connect_timeout <= self.client.timeout
    }

    /// Sets the clock of the signed times and of the dates in `Retry-After`. The default is [`SystemClock`].
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes the destination.
    ///
    /// # Errors
    ///
    /// Fails if the URL cannot be forwarded to, if a header belongs to the connection or to hookport, if a secret or a
    /// certificate has another form, and if a limit is zero.
    pub fn build(self) -> Result<Forward, ForwardError> {
        let url = url(&self.url)?;
        if self.client.is_public_only && is_own_address(&url) {
            return Err(ForwardError::NotPublic);
        }
        let is_signed = !self.secrets.is_empty();
        let mut names = self.chosen.iter().chain(self.fixed.keys());
        names.try_for_each(|name| check_header(name, is_signed))?;
        self.check_limits()?;
        let signer = StandardSigner::new(&self.secrets).ok_or(ForwardError::Secret)?;
        Ok(Forward {
            client: client(&self.client)?,
            target: Target {
                url,
                has_method_of_sender: self.has_method_of_sender,
                appends_path: self.appends_path,
                appends_query: self.appends_query,
                chosen: self.chosen,
                fixed: self.fixed,
                signer: is_signed.then_some(signer),
            },
            statuses: self.statuses,
            longest_retry_after: self.longest_retry_after,
            pace: self.rate_limit.map(Pace::new),
            circuit: Circuit::new(self.circuit),
            timeout: self.client.timeout,
            clock: self.clock,
        })
    }

    /// Returns whether another one makes the same destination, but for its clock.
    #[cfg(feature = "serve")]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let sent = |it: &Self| (it.has_method_of_sender, it.appends_path, it.appends_query);
        self.url == other.url
            && sent(self) == sent(other)
            && self.chosen == other.chosen
            && self.fixed == other.fixed
            && self.secrets.iter().map(Secret::expose).eq(other.secrets.iter().map(Secret::expose))
            && self.client == other.client
            && self.statuses == other.statuses
            && self.longest_retry_after == other.longest_retry_after
            && self.rate_limit == other.rate_limit
            && self.circuit == other.circuit
    }

    fn check_limits(&self) -> Result<(), ForwardError> {
        let limits = [
            ("connect_timeout", self.client.connect_timeout.is_zero()),
            ("timeout", self.client.timeout.is_zero()),
            ("rate_limit", self.rate_limit.is_some_and(|limit| limit.takes_nothing())),
            ("pause_after", self.circuit.failures == 0),
        ];
        match limits.into_iter().find(|(_, is_zero)| *is_zero) {
            Some((setting, _)) => Err(ForwardError::Zero { setting }),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ForwardTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForwardTo").finish_non_exhaustive()
    }
}

fn url(text: &str) -> Result<Url, ForwardError> {
    let url = Url::parse(text).map_err(|_| ForwardError::Url)?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    let is_right = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.port() != Some(0)
        && !has_user
        && url.fragment().is_none();
    if is_right { Ok(url) } else { Err(ForwardError::Url) }
}
