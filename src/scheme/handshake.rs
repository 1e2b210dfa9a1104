//! Handshakes: requests by which a sender tests an endpoint.

use super::{Encoding, Hash};
use crate::Field;

/// A handshake: when a request is one, what guards it, and what is answered.
///
/// ```
/// use hookport::{Field, scheme::{Guard, Handshake, HandshakeReply, When}};
///
/// /// Slack's `url_verification`: a signed POST whose challenge is echoed.
/// const URL_VERIFICATION: Handshake = Handshake::new(
///     Guard::Verified,
///     &[When::Is(Field::Json("/type"), "url_verification")],
///     HandshakeReply::Echo(Field::Json("/challenge")),
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Handshake {
    /// Who may ask.
    pub guard: Guard,
    /// All of these must hold.
    pub when: &'static [When],
    /// What is answered.
    pub reply: HandshakeReply,
}

/// Who may ask for a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Guard {
    /// Only a sender that was verified, as for a delivery.
    Verified,
    /// A `GET` that shows [`Source::verify_token`](crate::Source::verify_token) there. Without a
    /// configured token nobody may.
    VerifyToken(Field),
    /// Anyone: nothing is proved. Only for probes that the sender does not sign.
    ///
    /// Nothing happens but the answer, which holds no secret: [`HandshakeReply::Hmac`] is refused here, for it
    /// would sign for everybody. Say in [`When`] exactly what the probe looks like, or deliveries
    /// are taken for it. A body over 1 KiB is never one.
    Anyone,
}

/// What tells a handshake from a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// The value there is this text.
    Is(Field, &'static str),
    /// Nothing is there.
    Absent(Field),
    /// The method is this one, in upper case. Without this condition handshakes come with the
    /// methods of deliveries, or with `GET` under a [`Guard::VerifyToken`].
    Method(&'static str),
    /// The body is a form, and each of its fields has one of these names.
    OnlyFields(&'static [&'static str]),
}

/// What a handshake is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HandshakeReply {
    /// 200 and the text that lies there, as `text/plain`.
    Echo(Field),
    /// A fixed answer.
    Fixed {
        /// The status.
        status: u16,
        /// The `Content-Type`.
        content_type: &'static str,
        /// The body.
        body: &'static str,
    },
    /// 200 and a JSON object of the challenge and its HMAC under the signing secret.
    Hmac {
        /// Where the challenge lies.
        challenge: Field,
        /// The member that repeats the challenge.
        echo: &'static str,
        /// The member that holds the HMAC.
        mac: &'static str,
        /// The hash.
        hash: Hash,
        /// How the HMAC is written.
        encoding: Encoding,
    },
}

impl Handshake {
    /// Says who may ask, what tells the request from a delivery, and what is answered.
    pub const fn new(guard: Guard, when: &'static [When], reply: HandshakeReply) -> Self {
        Self { guard, when, reply }
    }

    /// The method that it comes with, if not those of deliveries.
    pub(crate) fn method(&self) -> Option<&'static str> {
        let said = self.when.iter().find_map(|when| match when {
            When::Method(method) => Some(*method),
            _ => None,
        });
        said.or(matches!(self.guard, Guard::VerifyToken(_)).then_some("GET"))
    }
}
