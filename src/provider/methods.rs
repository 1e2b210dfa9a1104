//! The methods that deliveries come with.

use http::Method;

use super::Provider;
use crate::scheme::Handshake;

impl Provider {
    /// Says that deliveries may also come with `GET`.
    /// The payload of a `GET` without a body is its query. Other methods get 405.
    ///
    /// ```
    /// use http::Method;
    /// use hookport::{Provider, scheme::Token};
    ///
    /// const ACME: Provider = Provider::new("acme").token_in(Token::bearer());
    /// assert!(!ACME.delivers_with(&Method::GET));
    /// assert!(ACME.also_delivers_with_get().delivers_with(&Method::GET));
    /// ```
    pub const fn also_delivers_with_get(mut self) -> Self {
        self.get = true;
        self
    }

    /// Says that deliveries may also come with `PUT` and `DELETE` (Contentful).
    ///
    /// Nothing but a signed `{method}` tells which of them the sender has chosen.
    ///
    /// ```
    /// use http::Method;
    /// use hookport::{Provider, scheme::Signature};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature").over("{method}\n{body}"))
    ///     .also_delivers_with_put_and_delete();
    ///
    /// assert!(ACME.delivers_with(&Method::DELETE) && !ACME.delivers_with(&Method::PATCH));
    /// ```
    pub const fn also_delivers_with_put_and_delete(mut self) -> Self {
        self.put_and_delete = true;
        self
    }

    /// Returns whether deliveries come with this method.
    pub fn delivers_with(&self, method: &Method) -> bool {
        let others = [&Method::PUT, &Method::DELETE];
        method == Method::POST
            || (self.get && method == Method::GET)
            || (self.put_and_delete && others.contains(&method))
    }

    /// Returns the methods that deliveries come with, in words.
    pub(crate) const fn delivery_methods(&self) -> &'static str {
        match (self.get, self.put_and_delete) {
            (false, false) => "POST",
            (true, false) => "GET or POST",
            (false, true) => "POST, PUT or DELETE",
            (true, true) => "GET, POST, PUT or DELETE",
        }
    }

    /// Returns whether deliveries or handshakes come with this method.
    pub fn uses(&self, method: &Method) -> bool {
        let asks = |handshake: &Handshake| handshake.method() == Some(method.as_str());
        self.delivers_with(method) || self.handshakes.iter().any(asks)
    }
}
