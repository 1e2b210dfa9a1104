//! Handshakes: requests by which a sender tests an endpoint.

use super::{Encoding, Hash};
use crate::Field;

/// A handshake: a request by which a sender tests an endpoint, and its answer. No handler runs.
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
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(
        deserialize = "Guard: serde::Deserialize<'de>, When: serde::Deserialize<'de>, HandshakeReply: serde::Deserialize<'de>"
    )),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub struct Handshake {
    /// The condition on the sender.
    pub guard: Guard,
    /// The conditions that tell the handshake from a delivery. All of them must hold.
    #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
    pub when: &'static [When],
    /// The answer.
    pub reply: HandshakeReply,
}

/// The condition on the sender of a handshake.
///
/// ```
/// use hookport::{Field, Provider, scheme::{Guard, Handshake, HandshakeReply, Signature, When}};
///
/// /// Meta: a `GET` that shows a token of its own.
/// const SUBSCRIPTION: Handshake = Handshake::new(
///     Guard::VerifyToken(Field::Query("hub.verify_token")),
///     &[When::Is(Field::Query("hub.mode"), "subscribe")],
///     HandshakeReply::Echo(Field::Query("hub.challenge")),
/// );
///
/// /// Dropbox: a `GET` that proves nothing.
/// const CHALLENGE: Handshake = Handshake::new(
///     Guard::Anyone,
///     &[When::Method("GET")],
///     HandshakeReply::Echo(Field::Query("challenge")),
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(deserialize = "Field: serde::Deserialize<'de>")),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Guard {
    /// The request must be verified, as a delivery must be.
    Verified,
    /// The request must be a `GET` that shows [`Source::verify_token`](crate::Source::verify_token)
    /// in this field. If no token is configured, it is refused. A request with a body over 1 KiB is
    /// never such a handshake.
    VerifyToken(Field),
    /// Anyone may send it: nothing is proved. Only for probes that the sender does not sign.
    ///
    /// The answer is the only effect, and it holds no secret: [`HandshakeReply::Hmac`] is refused
    /// here, because it would sign for everybody. Describe the probe exactly with [`When`], or
    /// deliveries are taken for it. A request with a body over 1 KiB is never such a probe.
    Anyone,
}

/// A condition that tells a handshake from a delivery.
///
/// ```
/// use hookport::{Field, scheme::When};
///
/// /// Discord's PING: the type is 1, and there is no event.
/// const PING: &[When] =
///     &[When::Is(Field::Json("/type"), "1"), When::Absent(Field::Json("/event/type"))];
///
/// /// Slack's certificate check: a form with `ssl_check=1`, a token, and nothing else.
/// const CHECK: &[When] =
///     &[When::OnlyFields(&["ssl_check", "token"]), When::Is(Field::Form("ssl_check"), "1")];
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum When {
    /// The field has this text.
    Is(Field, &'static str),
    /// The field is absent.
    Absent(Field),
    /// The method is this one, in upper case. Without this condition, handshakes come with the
    /// methods of deliveries, and with `GET` for [`Guard::VerifyToken`].
    Method(&'static str),
    /// The body is a form, and each of its fields has one of these names.
    OnlyFields(
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [&'static str],
    ),
}

/// The answer to a handshake.
///
/// Only a plain challenge is echoed or hashed: at most 256 letters, digits, `-`, `_` and `.`.
///
/// ```
/// use hookport::{Field, scheme::{Encoding, Hash, HandshakeReply}};
///
/// /// Slack: 200 and the text of `/challenge`.
/// const ECHO: HandshakeReply = HandshakeReply::Echo(Field::Json("/challenge"));
///
/// /// Discord: 200 and a fixed document.
/// const PONG: HandshakeReply = HandshakeReply::Fixed {
///     status: 200,
///     content_type: "application/json",
///     body: r#"{"type":1}"#,
/// };
///
/// /// Zoom: 200 and `{"plainToken":"…","encryptedToken":"<hex>"}`.
/// const HMAC: HandshakeReply = HandshakeReply::Hmac {
///     challenge: Field::Json("/payload/plainToken"),
///     echo: "plainToken",
///     mac: "encryptedToken",
///     hash: Hash::Sha256,
///     encoding: Encoding::Hex,
/// };
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum HandshakeReply {
    /// 200 and the text of this field, as `text/plain`.
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
        /// The field that holds the challenge.
        challenge: Field,
        /// The member that repeats the challenge.
        echo: &'static str,
        /// The member that holds the HMAC.
        mac: &'static str,
        /// The hash.
        hash: Hash,
        /// The encoding of the HMAC.
        encoding: Encoding,
    },
}

impl Handshake {
    /// Makes a handshake of the condition on its sender, the conditions that tell it from a
    /// delivery, and its answer.
    pub const fn new(guard: Guard, when: &'static [When], reply: HandshakeReply) -> Self {
        Self { guard, when, reply }
    }

    /// Returns the method of the handshake; `None` if it comes with the methods of deliveries.
    pub(crate) fn method(&self) -> Option<&'static str> {
        let said = self.when.iter().find_map(|when| match when {
            When::Method(method) => Some(*method),
            _ => None,
        });
        said.or(matches!(self.guard, Guard::VerifyToken(_)).then_some("GET"))
    }
}
