//! Tokens: shared secrets that the sender shows. They prove the sender and do not cover the body.

use crate::Field;

/// A shared secret that the sender shows with each delivery.
///
/// ```
/// use hookport::{Provider, scheme::Token};
///
/// const BY_HEADER: Token = Token::header("x-gitlab-token");
/// const BY_PATH: Token = Token::path_segment(0); // https://example.com/hooks/<token>
/// const BY_QUERY: Token = Token::query("token");
/// const BY_PASSWORD: Token = Token::basic(); // the secret is `user:password`
///
/// const ACME: Provider = Provider::new("acme").token_in(Token::bearer());
/// assert!(ACME.secret("made-up").verifier().is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(deserialize = "TokenPlace: serde::Deserialize<'de>")),
    serde(transparent)
)]
pub struct Token {
    pub(crate) place: TokenPlace,
}

/// The place where a sender shows its token.
///
/// ```
/// use hookport::{Field, scheme::{Token, TokenPlace}};
///
/// assert_eq!(Token::query("token").place(), TokenPlace::Field(Field::Query("token")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(deserialize = "Field: serde::Deserialize<'de>")),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum TokenPlace {
    /// The whole value of a field: a header, a query parameter, a path segment.
    Field(Field),
    /// The whole value of a field of each event of a request (Microsoft Graph).
    EachItem(Field),
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization: Basic <base64>`; the secret is `user:password`.
    Basic,
}

impl Token {
    /// Makes a token that is the value of `header`.
    pub const fn header(header: &'static str) -> Self {
        Self { place: TokenPlace::Field(Field::Header(header)) }
    }

    /// Makes a token that is the query parameter `name`. URLs end up in logs: prefer a header.
    pub const fn query(name: &'static str) -> Self {
        Self { place: TokenPlace::Field(Field::Query(name)) }
    }

    /// Makes a token that is a segment of the path, counted from its end: `0` is the last one. URLs
    /// end up in logs: prefer a header if the sender can set one.
    pub const fn path_segment(from_end: usize) -> Self {
        Self { place: TokenPlace::Field(Field::PathSegment(from_end)) }
    }

    /// Makes a token that is the value of any field, for instance of a member of the body.
    ///
    /// ```
    /// use hookport::{Field, Provider, scheme::Token};
    ///
    /// const ACME: Provider =
    ///     Provider::new("acme").token_in(Token::field(Field::Json("/passcode")));
    ///
    /// let verifier = ACME.secret("made-up").verifier()?;
    /// let verify = |body: &'static str| {
    ///     let request = http::Request::post("/acme").body(body.into())?;
    ///     let received = hookport::RawRequest::from(&request);
    ///     Ok::<_, http::Error>(verifier.verify(&received, std::time::SystemTime::now()).is_ok())
    /// };
    /// assert!(verify(r#"{"passcode":"made-up"}"#)?);
    /// assert!(!verify(r#"{"passcode":"guessed"}"#)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn field(at: Field) -> Self {
        Self { place: TokenPlace::Field(at) }
    }

    /// Makes a token that each event of a request shows at a JSON pointer in it. The provider says where
    /// the events are, by [`holds_items_at`](crate::Provider::holds_items_at).
    ///
    /// A request is genuine if all of its events show a secret; one without an event is refused.
    ///
    /// ```
    /// use hookport::{Field, Provider, scheme::Token};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .holds_items_at(&["/events"])
    ///     .token_in(Token::in_each_item(Field::Json("/secret")));
    ///
    /// let verifier = ACME.secret("made-up").verifier()?;
    /// let verify = |body: &'static str| {
    ///     let request = http::Request::post("/acme").body(body.into())?;
    ///     let received = hookport::RawRequest::from(&request);
    ///     Ok::<_, http::Error>(verifier.verify(&received, std::time::SystemTime::now()).is_ok())
    /// };
    /// assert!(verify(r#"{"events":[{"secret":"made-up"},{"secret":"made-up"}]}"#)?);
    /// assert!(!verify(r#"{"events":[{"secret":"made-up"},{"secret":"guessed"}]}"#)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn in_each_item(at: Field) -> Self {
        Self { place: TokenPlace::EachItem(at) }
    }

    /// Makes a token in `Authorization: Bearer`.
    pub const fn bearer() -> Self {
        Self { place: TokenPlace::Bearer }
    }

    /// Makes a token of user and password in `Authorization: Basic`. The secret is `user:password`.
    pub const fn basic() -> Self {
        Self { place: TokenPlace::Basic }
    }

    pub(crate) const fn at(self) -> Field {
        match self.place {
            TokenPlace::Field(at) | TokenPlace::EachItem(at) => at,
            TokenPlace::Bearer | TokenPlace::Basic => Field::Header("authorization"),
        }
    }

    /// Returns whether each event of a request shows the token.
    pub(crate) const fn is_of_each_item(self) -> bool {
        matches!(self.place, TokenPlace::EachItem(_))
    }

    /// Returns the place where the sender shows the token.
    pub const fn place(&self) -> TokenPlace {
        self.place
    }
}
