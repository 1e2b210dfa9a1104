//! The builder.

use std::{fmt, sync::Arc};

use axum::Router;

use super::{
    ConsoleError,
    access::{Access, Token},
    api,
    glance::Glance,
    headers,
    mount::{self, PublicUrl},
    pages,
};
use crate::{Clock, Secret, SystemClock, inbox::Inbox};

/// Pages and a JSON API that show an inbox: see the [module](super).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use axum::Router;
/// use hookport::{Receiver, console::Console, testing::deliver};
///
/// let console = Console::new("a-long-token-made-up")?.read_only("another-token-made-up")?;
/// let receiver = Receiver::open("memory:")
///     .await?
///     .merge_with(|inbox| Router::new().nest("/console", console.router(inbox)));
/// let app = receiver.into_parts().app; // `receiver.serve("127.0.0.1:8080")` in a program
///
/// let request = http::Request::get("/console/log-in").body(bytes::Bytes::new())?;
/// assert_eq!(deliver(&app, request).await.status(), 200);
/// let request = http::Request::get("/console/deliveries").body(bytes::Bytes::new())?;
/// assert_eq!(deliver(&app, request).await.headers()["location"], "/console/log-in?next=/deliveries");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Console {
    full: Token,
    read_only: Option<Token>,
    public_url: Option<PublicUrl>,
    clock: Arc<dyn Clock>,
}

impl Console {
    /// Starts with the token of those who may do everything. Blanks around it are left out.
    ///
    /// # Errors
    ///
    /// Fails if the token has less than 16 bytes.
    pub fn new(token: impl Into<Secret>) -> Result<Self, ConsoleError> {
        let full = Token::new("token", &token.into())?;
        Ok(Self { full, read_only: None, public_url: None, clock: Arc::new(SystemClock) })
    }

    /// Sets the token of those who may look at everything and change nothing. They do not search in bodies,
    /// which may hold credentials that are hidden from them.
    ///
    /// # Errors
    ///
    /// Fails if the token has less than 16 bytes, or is that of [`new`](Self::new).
    ///
    /// ```
    /// use hookport::console::{Console, ConsoleError};
    ///
    /// let console = Console::new("a-long-token-made-up")?;
    ///
    /// let error = console.read_only("a-long-token-made-up").unwrap_err();
    /// assert_eq!(error, ConsoleError::SameTokens);
    /// # Ok::<(), ConsoleError>(())
    /// ```
    pub fn read_only(mut self, token: impl Into<Secret>) -> Result<Self, ConsoleError> {
        let token = Token::new("read-only-token", &token.into())?;
        if token.is(&self.full) {
            return Err(ConsoleError::SameTokens);
        }
        self.read_only = Some(token);
        Ok(self)
    }

    /// Sets the URL under which people reach the app, without the path of the console.
    ///
    /// With `https://` the cookie of a session is sent by TLS only. A path in it is one that a proxy takes
    /// away before the app gets the request.
    ///
    /// # Errors
    ///
    /// Fails if it is no URL with the scheme `http` or `https` and a host.
    ///
    /// ```
    /// use hookport::console::{Console, ConsoleError};
    ///
    /// let console = Console::new("a-long-token-made-up")?;
    ///
    /// let error = console.clone().public_url("hooks.example").unwrap_err();
    /// assert_eq!(error, ConsoleError::PublicUrl);
    /// let console = console.public_url("https://hooks.example")?;
    /// # let _ = console;
    /// # Ok::<(), ConsoleError>(())
    /// ```
    pub fn public_url(mut self, url: &str) -> Result<Self, ConsoleError> {
        self.public_url = Some(PublicUrl::new(url).ok_or(ConsoleError::PublicUrl)?);
        Ok(self)
    }

    /// Sets the clock by which sessions end. The default is [`SystemClock`].
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes the router that shows an inbox. Nest it under a path by [`Router::nest`]: its links follow.
    ///
    /// Sessions are in the memory of this router: people log in again after a restart, and in each process.
    pub fn router(self, inbox: Inbox) -> Router {
        let access = self.access();
        self.router_with(&access, inbox)
    }

    fn access(&self) -> Arc<Access> {
        let Self { full, read_only, clock, .. } = self.clone();
        Arc::new(Access::new(full, read_only, clock))
    }

    /// Returns the keeper of its tokens: that of the console before with its sessions, if the tokens are the same.
    #[cfg(feature = "serve")]
    pub(crate) fn access_after(&self, before: Option<&Arc<Access>>) -> Arc<Access> {
        let before = before.filter(|before| before.has(&self.full, self.read_only.as_ref()));
        before.map_or_else(|| self.access(), Arc::clone)
    }

    /// Makes the router as [`router`](Self::router), with a keeper of its tokens.
    pub(crate) fn router_with(self, access: &Arc<Access>, inbox: Inbox) -> Router {
        let glance = Arc::new(Glance::new(inbox));
        let api = api::router(access, &glance);
        let router = pages::router(access, &glance).nest("/api", api);
        headers::protect(mount::know(router, self.public_url))
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console")
            .field("read_only", &self.read_only.is_some())
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}
