//! Shared secrets that are simply shown: the caller is proved, the body is not covered.

use crate::Field;

/// A shared secret that the sender shows with each delivery.
///
/// ```
/// use hookport::scheme::Token;
///
/// const BY_HEADER: Token = Token::header("x-gitlab-token");
/// const BY_PATH: Token = Token::path_segment(0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub(crate) place: TokenPlace,
}

/// Where a sender shows its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenPlace {
    /// The whole value that lies there: a header, a query parameter, a path segment.
    Field(Field),
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization: Basic <base64>`; the secret is `user:password`.
    Basic,
}

impl Token {
    /// A token that is the value of `header`.
    pub const fn header(header: &'static str) -> Self {
        Self { place: TokenPlace::Field(Field::Header(header)) }
    }

    /// A token that is the query parameter `name`. URLs end up in logs: prefer a header.
    pub const fn query(name: &'static str) -> Self {
        Self { place: TokenPlace::Field(Field::Query(name)) }
    }

    /// A token that is a segment of the path, counted from its end: `0` is the last one. URLs end
    /// up in logs: prefer a header where the sender can set one.
    pub const fn path_segment(from_end: usize) -> Self {
        Self { place: TokenPlace::Field(Field::PathSegment(from_end)) }
    }

    /// A token in `Authorization: Bearer`.
    pub const fn bearer() -> Self {
        Self { place: TokenPlace::Bearer }
    }

    /// User and password in `Authorization: Basic`; the secret is `user:password`.
    pub const fn basic() -> Self {
        Self { place: TokenPlace::Basic }
    }

    pub(crate) const fn at(self) -> Field {
        match self.place {
            TokenPlace::Field(at) => at,
            TokenPlace::Bearer | TokenPlace::Basic => Field::Header("authorization"),
        }
    }

    /// Returns where the sender shows it.
    pub const fn place(&self) -> TokenPlace {
        self.place
    }
}
