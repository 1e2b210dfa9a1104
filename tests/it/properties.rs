//! Properties of every body, id, time and bit, of every built-in provider.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use hookport::{
    DocumentIn, Field, Provider, RawRequest, Secret, Trust, Verdict, Verifier, VerifyError,
    providers,
    scheme::{Encoding, Part, Scheme, Signature},
    testing::Signer,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use proptest::prelude::*;

use crate::kit::{credential, secrets};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_signed_is_accepted_whatever_the_body(account in account(), sent in sent()) {
        let request = account.sign(&sent);

        prop_assert!(account.judge(&request, sent.at).is_ok(), "{}", account.provider.name());
    }

    #[test]
    fn a_flipped_bit_of_the_body_is_refused(
        account in signing_bodies(), sent in sent(), bit in any::<prop::sample::Index>(),
    ) {
        let mut request = account.sign(&sent);
        prop_assume!(!request.body().is_empty() && !is_form(&request));
        let mut body = request.body().to_vec();
        let bit = bit.index(body.len() * 8);
        body[bit / 8] ^= 1 << (bit % 8);
        *request.body_mut() = body.into();

        prop_assert!(account.judge(&request, sent.at).is_err(), "{}", account.provider.name());
    }

    #[test]
    fn a_flipped_bit_of_the_credential_is_refused(
        account in signing(), sent in sent(), bit in any::<prop::sample::Index>(),
    ) {
        let mut request = account.sign(&sent);
        let mut value = request.headers()[account.credential].as_bytes().to_vec();
        let signed = credential::signed_part(&account.provider, account.credential, &value);
        let bit = signed.start * 8 + bit.index(signed.len() * 8);
        let before = value.clone();
        value[bit / 8] ^= 1 << (bit % 8);
        // Hex digits may be written in either case.
        prop_assume!(account.is_base64() || !before.eq_ignore_ascii_case(&value));
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            request.headers_mut().insert(account.credential, value);
            prop_assert!(account.judge(&request, sent.at).is_err(), "{}", account.provider.name());
        }
    }

    #[test]
    fn a_body_written_again_is_never_accepted(account in signing_bodies(), members in members()) {
        let body = serde_json::to_string_pretty(&members).unwrap();
        let sent = Sent { body: body.into(), ..Sent::at(NOW) };
        let mut request = account.sign(&sent);
        let compact = serde_json::to_vec(&members).unwrap();
        prop_assume!(compact != sent.body);
        *request.body_mut() = compact.into();

        prop_assert!(account.judge(&request, sent.at).is_err(), "{}", account.provider.name());
    }

    #[test]
    fn the_window_of_time_is_closed_on_both_sides(account in signing(), offset in -2000_i64..2000) {
        let sent = Sent::at(NOW);
        let now = NOW.checked_add_signed(offset).unwrap();
        let verdict = account.judge(&account.sign(&sent), unix(now));
        let window = if offset < 0 { account.ahead() } else { account.tolerance() };
        let inside = window.is_none_or(|window| offset.unsigned_abs() <= window);

        prop_assert_eq!(verdict.is_ok(), inside, "{} {}", account.provider.name(), offset);
        if let Err(error) = verdict {
            let stale = matches!(error, VerifyError::Stale { .. });
            prop_assert_eq!(stale, offset > 0, "{}", error);
        }
    }

    #[test]
    fn another_secret_never_verifies(account in account(), other in "[a-z]{8,40}", sent in sent()) {
        let request = account.sign(&sent);
        let source = secrets::source(&account.provider, Secret::new(other)).public_url(ORIGIN);
        if let Ok(verifier) = source.verifier() {
            prop_assert!(judge(&verifier, &request, sent.at).is_err());
        }
    }

    #[test]
    fn no_request_panics_or_passes(
        account in account(), method in method(), uri in uri(), headers in headers(), body in body(),
        now in 0_u64..4_000_000_000, json in any::<bool>(),
    ) {
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        if json {
            let value = HeaderValue::from_static("application/x-www-form-urlencoded");
            request.headers_mut().insert("content-type", value);
        }
        let verifier = account.verifier();
        let verdict = judge(&verifier, &request, unix(now));

        prop_assert!(!matches!(verdict, Ok(Verdict::Delivery(_))), "{}", account.provider.name());
        if let Err(refused) = verdict {
            drop(verifier.diagnose(&received(&request), unix(now), &refused));
        }
    }

    #[test]
    fn a_genuine_request_with_any_headers_added_never_panics_and_keeps_its_body(
        account in account(), sent in sent(), added in headers(),
    ) {
        let mut request = account.sign(&sent);
        for (name, value) in &added {
            request.headers_mut().append(name, value.clone());
        }
        if let Ok(Verdict::Delivery(verified)) = account.judge(&request, sent.at) {
            prop_assert_eq!(verified.body(), &sent.body);
            prop_assert_ne!(verified.trust(), Trust::Unauthenticated);
        }
    }

    #[test]
    fn any_text_as_a_secret_is_taken_or_refused_without_a_panic(
        provider in prop::sample::select(providers::ALL), secret in ".{0,80}", url in ".{0,40}",
    ) {
        drop(provider.secret(Secret::new(secret.clone())).public_url(url).verifier());
        if secret.trim().is_empty() {
            prop_assert!(provider.secret(secret).public_url(ORIGIN).verifier().is_err());
        }
    }

    #[test]
    fn any_url_and_secret_is_signed_or_refused_without_a_panic(
        provider in prop::sample::select(providers::ALL), secret in ".{0,60}", url in ".{0,60}",
        id in ".{0,20}", body in body(),
    ) {
        drop(Signer::new(provider, secret).url(url).id(id).sign(body));
    }
}

/// A provider, what signs for it, what verifies, and the header that proves it.
#[derive(Debug, Clone)]
struct Account {
    provider: Provider,
    signing: &'static str,
    verifying: &'static str,
    credential: &'static str,
}

#[derive(Debug, Clone)]
struct Sent {
    body: Bytes,
    id: String,
    at: SystemTime,
}

impl Sent {
    fn at(seconds: u64) -> Self {
        Self { body: Bytes::from_static(b"{}"), id: "msg_1".to_owned(), at: unix(seconds) }
    }
}

fn header(at: Field) -> &'static str {
    match at {
        Field::Header(name) => name,
        _ => "",
    }
}

impl Account {
    fn new(provider: Provider) -> Self {
        let (signing, verifying) = secrets::of(&provider);
        let credential = match provider.schemes().first() {
            Some(Scheme::Signature(signature)) => header(signature.place()),
            Some(Scheme::Jwt(jwt)) => header(jwt.place()),
            Some(Scheme::HttpSignature(signature)) => header(signature.place()),
            _ => "",
        };
        Self { provider, signing, verifying, credential }
    }

    fn signature(&self) -> Option<&Signature> {
        match self.provider.schemes().first() {
            Some(Scheme::Signature(signature)) => Some(signature),
            _ => None,
        }
    }

    fn sign(&self, sent: &Sent) -> Request<Bytes> {
        let signer =
            secrets::signer(&self.provider, self.signing).url("https://hooks.example/in?a=1");
        signer.at(sent.at).id(&*sent.id).sign(sent.body.clone()).unwrap()
    }

    fn verifier(&self) -> Verifier {
        let source = secrets::source(&self.provider, Secret::new(self.verifying));
        source.public_url(ORIGIN).verifier().unwrap()
    }

    fn judge(&self, request: &Request<Bytes>, now: SystemTime) -> Result<Verdict, VerifyError> {
        judge(&self.verifier(), request, now)
    }

    /// The time that the provider states, in seconds.
    fn tolerance(&self) -> Option<u64> {
        Some(self.signature()?.tolerance()?.as_secs())
    }

    /// The time ahead of now that the provider allows, in seconds.
    fn ahead(&self) -> Option<u64> {
        Some(self.signature()?.most_ahead()?.as_secs())
    }

    fn is_base64(&self) -> bool {
        self.signature().is_some_and(|signature| signature.encoding() != Encoding::Hex)
    }
}

fn judge(
    verifier: &Verifier,
    request: &Request<Bytes>,
    now: SystemTime,
) -> Result<Verdict, VerifyError> {
    verifier.verify(&received(request), now)
}

fn received(request: &Request<Bytes>) -> RawRequest<'_> {
    RawRequest::from(request)
}

/// The bytes of a form are not signed, only its fields.
fn is_form(request: &Request<Bytes>) -> bool {
    request.headers()["content-type"] == "application/x-www-form-urlencoded"
        && request.headers().contains_key("x-twilio-signature")
}

/// The providers of whom any body can be signed: those that show neither a time nor a token in it.
fn account() -> impl Strategy<Value = Account> {
    prop::sample::select(accounts())
}

/// The senders that sign.
fn signing() -> impl Strategy<Value = Account> {
    let signing = accounts().into_iter().filter(|account| account.signature().is_some());
    prop::sample::select(signing.collect::<Vec<_>>())
}

/// The senders that sign the body, or its hash or fields.
fn signing_bodies() -> impl Strategy<Value = Account> {
    let signs = |account: &Account| {
        let body = |part| matches!(part, Part::Body | Part::BodyHash(..) | Part::SortedForm);
        account.signature().is_some_and(|s| s.template().parts().any(body))
    };
    prop::sample::select(accounts().into_iter().filter(signs).collect::<Vec<_>>())
}

fn accounts() -> Vec<Account> {
    // A body that is a token, shows one, says the time, is a form or a text, is encrypted in part, or holds
    // signed events cannot be anything.
    let any_body = providers::ALL.iter().filter(|provider| {
        let is_token = matches!(provider.document_in(), DocumentIn::Token(_));
        let member = secrets::time_member(provider).or(secrets::token_member(provider));
        let in_body = provider.schemes().iter().any(secrets::has_signature_in_body);
        let is_special = secrets::takes_forms_only(provider)
            || secrets::takes_texts_only(provider)
            || secrets::signs_each_item(provider);
        let member = member.or(secrets::encrypted_member(provider));
        !is_token && !in_body && member.is_none() && !is_special
    });
    any_body.map(|provider| Account::new(*provider)).collect()
}

fn sent() -> impl Strategy<Value = Sent> {
    (body(), "[a-zA-Z0-9_.-]{1,30}", 1_000_000_000..4_000_000_000_u64)
        .prop_map(|(body, id, at)| Sent { body, id, at: unix(at) })
}

fn body() -> impl Strategy<Value = Bytes> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300).prop_map(Bytes::from),
        "\\{\"type\":\"[a-z.]{0,20}\",\"data\":\".{0,60}\"\\}".prop_map(Bytes::from),
        "([a-zA-Z]{1,9}=[a-z0-9%+]{0,9}&?){0,6}".prop_map(Bytes::from),
    ]
}

fn members() -> impl Strategy<Value = std::collections::BTreeMap<String, u32>> {
    prop::collection::btree_map("[a-z]{1,8}", any::<u32>(), 1..6)
}

fn method() -> impl Strategy<Value = Method> {
    prop::sample::select(vec![Method::POST, Method::POST, Method::GET, Method::HEAD, Method::PUT])
}

fn uri() -> impl Strategy<Value = Uri> {
    let text = "(/[a-z%0-9.]{0,8}){1,4}(\\?(([a-zA-Z._]{1,16}|bodySHA256|hub\\.mode)=[a-z%0-9]{0,8}&?){0,4})?";
    text.prop_filter_map("a URI", |text| text.parse().ok())
}

/// Headers that mean something to some provider, under values that may look right.
fn headers() -> impl Strategy<Value = HeaderMap> {
    let name = prop::sample::select(NAMES);
    let value = prop_oneof![
        "(v1,|v1a,|v0=|sha256=|t=[0-9]{0,12},v1=|Bearer |Basic )?[a-f0-9]{0,70}",
        "(v1,|v1a,)?[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=){0,20}",
        "[0-9]{9,13}",
        "[ -~]{0,40}",
    ];
    prop::collection::vec((name, value, any::<Option<u8>>()), 0..8).prop_map(|pairs| {
        let mut headers = HeaderMap::new();
        for (name, value, odd) in pairs {
            let bytes: Vec<u8> = value.bytes().chain(odd).collect();
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                headers.append(HeaderName::from_static(name), value);
            }
        }
        headers
    })
}

fn unix(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

const NOW: u64 = 1_700_000_000;
const ORIGIN: &str = "https://hooks.example";
const NAMES: &[&str] = &[
    "authorization",
    "content-type",
    "shopify-hmac-sha256",
    "stripe-signature",
    "svix-id",
    "svix-signature",
    "svix-timestamp",
    "twitch-eventsub-message-id",
    "twitch-eventsub-message-signature",
    "twitch-eventsub-message-timestamp",
    "twitch-eventsub-message-type",
    "webhook-id",
    "webhook-signature",
    "webhook-timestamp",
    "x-cn-signature",
    "x-gitlab-token",
    "x-hub-signature-256",
    "x-shopify-hmac-sha256",
    "x-signature-ed25519",
    "x-signature-timestamp",
    "x-slack-request-timestamp",
    "x-slack-signature",
    "x-square-hmacsha256-signature",
    "x-telegram-bot-api-secret-token",
    "x-twilio-signature",
    "x-twilio-webhooks-signature-settings",
    "x-xero-signature",
    "x-zm-request-timestamp",
    "x-zm-signature",
];
