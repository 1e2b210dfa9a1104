//! Handshakes: requests by which a sender tests an endpoint.

use http::StatusCode;

use super::{Answer, UrlPattern};
use crate::Field;

/// A handshake: a request by which a sender tests an endpoint, and its answer. No handler runs.
///
/// ```
/// use hookport::{Field, scheme::{Answer, Guard, Handshake, When}};
///
/// /// Slack's `url_verification`: a signed POST whose challenge is echoed.
/// const URL_VERIFICATION: Handshake = Handshake::new(
///     Guard::Verified,
///     &[When::Is(Field::Json("/type"), "url_verification")],
///     Answer::echo(Field::Json("/challenge")),
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(
        deserialize = "Guard: serde::Deserialize<'de>, When: serde::Deserialize<'de>, Answer: serde::Deserialize<'de>, Confirmation: serde::Deserialize<'de>"
    )),
    serde(rename_all = "kebab-case")
)]
#[must_use]
#[non_exhaustive]
pub struct Handshake {
    /// The condition on the sender.
    pub guard: Guard,
    /// The conditions that tell the handshake from a delivery. All of them must hold.
    #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
    pub when: &'static [When],
    /// The answer.
    pub answer: Answer,
    /// The call by which the receiver confirms, if it does.
    #[cfg_attr(feature = "provider-file", serde(default))]
    pub confirmation: Option<Confirmation>,
    /// The status of the answer if the verify token is another one.
    #[cfg_attr(
        feature = "provider-file",
        serde(with = "crate::toml_forms::plain_status", default = "unauthorized")
    )]
    pub refusal: StatusCode,
}

/// The condition on the sender of a handshake.
///
/// ```
/// use hookport::{Field, Provider, scheme::{Answer, Guard, Handshake, Signature, When}};
///
/// /// Meta: a `GET` that shows a token of its own.
/// const SUBSCRIPTION: Handshake = Handshake::new(
///     Guard::VerifyToken(Field::Query("hub.verify_token")),
///     &[When::Is(Field::Query("hub.mode"), "subscribe")],
///     Answer::echo(Field::Query("hub.challenge")),
/// );
///
/// /// Dropbox: a `GET` that proves nothing.
/// const CHALLENGE: Handshake = Handshake::new(
///     Guard::Anyone,
///     &[When::Method("GET")],
///     Answer::echo(Field::Query("challenge")),
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
    /// The request must be verified, as a delivery must be. It may have a method of its own.
    Verified,
    /// The request must show [`Source::verify_token`](crate::Source::verify_token) in this field. It is
    /// a `GET`, unless [`When::Method`] says another method. If no token is configured, it is refused.
    /// A request with a body over 1 KiB is never such a handshake.
    VerifyToken(Field),
    /// Anyone may send it: nothing is proved. Only for probes that the sender does not sign.
    ///
    /// The answer is the only effect. Describe the probe exactly with [`When`], or deliveries are taken
    /// for it. A request with a body over 1 KiB is never such a probe.
    ///
    /// An [HMAC](super::AnswerValue::Hmac) here signs plain challenges for everybody. So that nobody can
    /// deliver what was signed for him, a delivery is refused if the whole message that its sender
    /// signs is such a challenge.
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
///
/// /// monday.com: `{"challenge":"…"}`, and nothing else.
/// const CHALLENGE: &[When] =
///     &[When::OnlyMembers(&["challenge"]), When::Present(Field::Json("/challenge"))];
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
    /// The field is there, and is not empty.
    Present(Field),
    /// The field is absent.
    Absent(Field),
    /// The field has from so many to so many hex digits in lower case, and nothing else (Braintree).
    IsHex(Field, usize, usize),
    /// The method is this one, in upper case. Without this condition, handshakes come with the
    /// methods of deliveries, and with `GET` for [`Guard::VerifyToken`].
    Method(&'static str),
    /// The body is a form, and each of its fields has one of these names.
    OnlyFields(
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [&'static str],
    ),
    /// The body is a JSON object, and each of its members has one of these names.
    OnlyMembers(
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [&'static str],
    ),
}

impl When {
    /// Returns the place that the condition is about; `None` if it is about the method.
    pub(crate) fn place(&self) -> Option<Field> {
        match *self {
            Self::Is(at, _) | Self::Present(at) | Self::Absent(at) | Self::IsHex(at, ..) => {
                Some(at)
            }
            Self::OnlyFields(_) | Self::OnlyMembers(_) => Some(Field::Body),
            Self::Method(_) => None,
        }
    }
}

/// A call by which a receiver confirms a handshake: see [`Handshake::confirmed_by`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(deserialize = "'de: 'static, Field: serde::Deserialize<'de>")),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct Confirmation {
    /// The place where the request names the URL.
    pub at: Field,
    /// The URLs that are called.
    #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
    pub urls: &'static [UrlPattern],
}

impl Handshake {
    /// Makes a handshake of the condition on its sender, the conditions that tell it from a
    /// delivery, and its answer.
    pub const fn new(guard: Guard, when: &'static [When], answer: Answer) -> Self {
        Self { guard, when, answer, confirmation: None, refusal: StatusCode::UNAUTHORIZED }
    }

    /// Says that the receiver confirms by a call of its own, a `GET` of the URL that the request names at
    /// `at`, before it answers (Amazon SNS). A URL that is none of `urls` is refused, and nothing is called.
    ///
    /// It is for a handshake that is [verified](Guard::Verified): any other is refused at start-up, since
    /// everybody could make a receiver call then. So is one whose URL, or a value that tells that it is this
    /// handshake, is not covered by every signature of the provider. A token covers nothing and is enough: who
    /// has it can make the receiver call each of `urls`. A router and a layer call with the feature
    /// `fetched-keys`, as keys are fetched, and answer 503 if the call fails. With a
    /// [`Verifier`](crate::Verifier) alone, [`HandshakeResponse::confirm`](crate::HandshakeResponse::confirm)
    /// is yours to call.
    ///
    /// ```
    /// use hookport::{Field, scheme::{Answer, Guard, Handshake, UrlPattern, When}};
    ///
    /// const CONFIRM: Handshake = Handshake::new(
    ///     Guard::Verified,
    ///     &[When::Is(Field::Json("/type"), "confirm")],
    ///     Answer::empty(),
    /// )
    /// .confirmed_by(Field::Json("/url"), &[UrlPattern::new("https://acme.example/confirm?{query}")]);
    ///
    /// assert_eq!(CONFIRM.confirmation.unwrap().at, Field::Json("/url"));
    /// ```
    pub const fn confirmed_by(mut self, at: Field, urls: &'static [UrlPattern]) -> Self {
        self.confirmation = Some(Confirmation { at, urls });
        self
    }

    /// Sets the status of the answer if the verify token is another one. The default is 401.
    /// For a sender that tries a wrong token and wants to read this status.
    ///
    /// ```
    /// use http::StatusCode;
    /// use hookport::{Field, scheme::{Answer, Guard, Handshake}};
    ///
    /// /// Fitbit: 204 for the right code, 404 for any other.
    /// const FITBIT: Handshake = Handshake::new(
    ///     Guard::VerifyToken(Field::Query("verify")),
    ///     &[],
    ///     Answer::empty().with_status(StatusCode::NO_CONTENT),
    /// )
    /// .refused_with(StatusCode::NOT_FOUND);
    /// ```
    pub const fn refused_with(mut self, status: StatusCode) -> Self {
        self.refusal = status;
        self
    }

    /// Returns the method of the handshake; `None` if it comes with the methods of deliveries.
    pub fn method(&self) -> Option<&'static str> {
        let said = self.when.iter().find_map(|when| match when {
            When::Method(method) => Some(*method),
            _ => None,
        });
        said.or(matches!(self.guard, Guard::VerifyToken(_)).then_some("GET"))
    }
}

/// The status of a refusal in a file that says none.
#[cfg(feature = "provider-file")]
const fn unauthorized() -> StatusCode {
    StatusCode::UNAUTHORIZED
}
