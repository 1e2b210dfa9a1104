//! A browser without a screen: it keeps its cookie, and finds links and forms in pages.

use bytes::Bytes;
use hookport::{
    EventRouter, Outcome, Receiver,
    console::Console,
    extract::State,
    inbox::EntryState,
    router::RetryPolicy,
    testing::{HandClock, deliver},
};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};

use crate::kit::{Log, Order, Running, Shop, acme};

pub(super) const FULL: &str = "a-long-token-made-up";
pub(super) const READ_ONLY: &str = "another-token-made-up";

/// A shop whose deliveries 1 to 4 are there, of which the even ones are dead.
pub(super) async fn half_dead(log: &Log) -> (Browser, Running) {
    let receiver = Receiver::open("memory:").await.unwrap();
    let endpoint = EventRouter::new(acme())
        .on(Shop::PAID, on_paid)
        .ignore_rest()
        .for_inbox(log.clone())
        .retries(RetryPolicy::never())
        .quarantine_at_most(10);
    let (mut browser, running) = Browser::of(receiver.endpoint("/shop", endpoint), console());
    log.fail([2, 4]);
    for order in 1..=4 {
        running.send(&format!("d{order}"), order).await;
    }
    let (done, dead) = (EntryState::Done, EntryState::Dead);
    running.comes_to(&[done, dead, done, dead]).await;
    browser.log_in(FULL).await;
    (browser, running)
}

async fn on_paid(order: Order, State(log): State<Log>) -> Result<(), Outcome> {
    log.note(format!("paid {}", order.id));
    if log.fails(order.id) {
        return Err(Outcome::dead_letter(format!("order {} is locked", order.id)));
    }
    Ok(())
}

/// An app with a console, and the one who looks at it.
pub(super) struct Browser {
    pub(super) app: axum::Router,
    pub(super) cookie: Option<String>,
    /// Headers of each request.
    pub(super) headers: HeaderMap,
    base: String,
}

pub(super) fn console() -> Console {
    Console::new(FULL).unwrap().read_only(READ_ONLY).unwrap()
}

impl Browser {
    /// Opens the console of a receiver under `/console`.
    pub(super) fn of(receiver: Receiver, console: Console) -> (Self, Running) {
        let receiver = receiver
            .merge_with(|inbox| axum::Router::new().nest("/console", console.router(inbox)));
        let running = Running::start(receiver);
        (Self::at(running.app.clone(), "/console"), running)
    }

    /// Opens the console of an empty inbox.
    pub(super) async fn of_nothing(console: Console) -> Self {
        let receiver = Receiver::open("memory:").await.unwrap();
        let inbox = receiver.into_parts().inbox;
        Self::at(axum::Router::new().nest("/console", console.router(inbox)), "/console")
    }

    pub(super) fn at(app: axum::Router, base: &str) -> Self {
        Self { app, cookie: None, headers: HeaderMap::new(), base: base.to_owned() }
    }

    /// The same app in another browser.
    pub(super) fn other(&self) -> Self {
        Self::at(self.app.clone(), &self.base)
    }

    pub(super) async fn log_in(&mut self, token: &str) -> Response<Bytes> {
        let answer = self.post("/log-in", &[("token", token), ("next", "/")]).await;
        if let Some(cookie) = answer.headers().get(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
        }
        answer
    }

    pub(super) async fn get(&self, path: &str) -> Response<Bytes> {
        self.send(Request::get(self.url(path)), Bytes::new()).await
    }

    /// Gets a page, which must be there.
    pub(super) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}: {}", text(&answer));
        text(&answer)
    }

    /// Posts a form as it is.
    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response<Bytes> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(self.url(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.into()).await
    }

    /// Posts a form with the token of the session in it.
    pub(super) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Response<Bytes> {
        let token = self.form_token().await;
        self.post(path, &[fields, &[("form-token", &token)]].concat()).await
    }

    /// Finds the token of the session in a page.
    pub(super) async fn form_token(&self) -> String {
        let page = self.page("/").await;
        let (_, after) = page.split_once(r#"name="form-token" value=""#).unwrap();
        after.split('"').next().unwrap().to_owned()
    }

    /// Posts a form, and returns the message on the page that it leads to.
    pub(super) async fn act(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.submit(path, fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}: {}", text(&answer));
        let page = self.page(location(&answer).strip_prefix(&self.base).unwrap()).await;
        let (_, after) = page.split_once(r#"class="flash""#).unwrap();
        let (_, message) = after.split_once("<span>").unwrap();
        message.split('<').next().unwrap().to_owned()
    }

    fn url(&self, path: &str) -> String {
        format!("http://localhost{}{}", self.base, path.strip_suffix('/').unwrap_or(path))
    }

    async fn send(&self, request: http::request::Builder, body: Bytes) -> Response<Bytes> {
        let mut request = request.header(header::HOST, "localhost").body(body).unwrap();
        request.headers_mut().extend(self.headers.clone());
        if let Some(cookie) = &self.cookie {
            let cookie = HeaderValue::from_str(cookie).unwrap();
            request.headers_mut().insert(header::COOKIE, cookie);
        }
        deliver(&self.app, request).await
    }
}

pub(super) fn text(answer: &Response<Bytes>) -> String {
    String::from_utf8_lossy(answer.body()).into_owned()
}

pub(super) fn location(answer: &Response<Bytes>) -> &str {
    answer.headers()[header::LOCATION].to_str().unwrap()
}

pub(super) fn clock() -> HandClock {
    HandClock::new(1_700_000_000)
}
