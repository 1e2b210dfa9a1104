//! The handshakes of all senders that nothing proves: no oracle, no mirror, no way to a handler.

use bytes::Bytes;
use hookport::{
    EventRouter, Field, HandshakeResponse, Provider, Unknown, Verdict, Verifier, WebhookEvent,
    providers,
    scheme::{AnswerValue, Guard, Handshake, When},
    testing::{HandClock, deliver},
};
use http::{Request, StatusCode};

use super::target::{NOW, TARGETS, Target, now, received, with_body};

#[test]
fn there_are_handshakes_to_attack() {
    assert!(handshakes().count() > 10);
    assert!(handshakes().any(|(_, handshake)| code(handshake).is_some()));
}

#[test]
fn a_plain_challenge_is_answered() {
    for (target, handshake) in handshakes() {
        let answer = answered(target, handshake, CHALLENGE);
        assert!(answer.is_some(), "{}: {handshake:?}", target.name);
    }
}

#[test]
fn no_handshake_signs_a_chosen_text_that_verifies_as_a_delivery() {
    let long = "a".repeat(256);
    for (target, handshake) in handshakes() {
        let Some((header, label)) = code(handshake).and(target.header()).map(|it| (it.0, it.1))
        else {
            continue;
        };
        for text in ["1", "true", "null", "0.5", "order.paid", "a-b_c.d", CHALLENGE, &long] {
            let answer = answered(target, handshake, text).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
            let codes = json.as_object().unwrap().values().filter_map(|code| code.as_str());
            for code in codes {
                let code = code.rsplit('=').find(|part| !part.is_empty()).unwrap_or(code);
                for code in [code.to_owned(), format!("{code}="), format!("{code}==")] {
                    let genuine = with_body(&target.genuine(), text.to_owned());
                    let mut forged = genuine.clone();
                    let value = format!("{label}{code}").parse().unwrap();
                    forged.headers_mut().insert(header, value);
                    assert!(target.judge(&forged).is_err(), "{}: {text}", target.name);
                }
            }
        }
    }
}

#[test]
fn no_handshake_hashes_or_signs_what_is_no_plain_challenge() {
    let long = "a".repeat(257);
    for (target, handshake) in handshakes().filter(|(_, handshake)| code(handshake).is_some()) {
        for text in ["{}", "a b", "a:b", "a=b", "[1]", "\"a\"", "a,b", "a/b", &long] {
            assert!(answered(target, handshake, text).is_none(), "{}: {text}", target.name);
        }
    }
}

#[test]
fn no_handshake_reflects_markup_or_an_answer_that_a_browser_takes_for_a_page() {
    for (target, handshake) in handshakes() {
        for text in ["<script>", "a<b", "a&b", "\"", "'", "`", "\\u003c", "a\\"] {
            let answer = answered(target, handshake, text);
            let fields = handshake.answer.values().filter_map(|value| value.field());
            let has_echo = fields.into_iter().any(|at| Guard::VerifyToken(at) != handshake.guard);
            assert!(answer.is_none() || !has_echo, "{}: {text}", target.name);
        }
        let answer = answered(target, handshake, CHALLENGE).unwrap();
        let kind = answer.headers.get("content-type").map(|kind| kind.to_str().unwrap());
        assert!(kind.is_none_or(|kind| !kind.contains("html") && !kind.contains("xml")));
        assert!(answer.body.is_empty() || answer.headers["x-content-type-options"] == "nosniff");
    }
}

#[test]
fn a_handshake_of_anyone_with_a_long_body_is_none() {
    for (target, handshake) in handshakes().filter(|(_, it)| it.guard == Guard::Anyone) {
        let request = asked(handshake, CHALLENGE);
        let long = with_body(&request, " ".repeat(1025));
        assert!(!matches!(judged(target, &long), Some(Verdict::Handshake(_))), "{}", target.name);
    }
}

#[test]
fn a_handshake_with_another_verify_token_is_refused() {
    for (target, handshake) in handshakes() {
        if !matches!(handshake.guard, Guard::VerifyToken(_)) {
            continue;
        }
        let request = asked(handshake, CHALLENGE);
        for verifier in [target.source(), target.source().verify_token("another")] {
            let verdict = verifier.verifier().unwrap().verify(&received(&request), now());
            assert!(verdict.is_err(), "{}", target.name);
        }
    }
}

#[tokio::test]
async fn no_unproved_handshake_reaches_a_handler() {
    #[derive(Debug, WebhookEvent)]
    enum Anything {
        #[event(other)]
        Any(Unknown),
    }
    for (target, handshake) in handshakes() {
        let router = EventRouter::new(target.source().verify_token(TOKEN));
        let router = router.any(async |event: Anything| drop(event)).clock(HandClock::new(NOW));
        let endpoint = router.with_state(());
        let answer = deliver(&endpoint, asked(handshake, CHALLENGE)).await;
        assert_eq!(answer.status(), handshake.answer.status(), "{}", target.name);
        let counts = endpoint.counts();
        assert_eq!((counts.handshakes, counts.handled), (1, 0), "{}", target.name);
    }
}

#[tokio::test]
async fn a_wrong_code_of_fitbit_gets_the_status_that_it_waits_for() {
    #[derive(Debug, WebhookEvent)]
    enum Anything {
        #[event(other)]
        Any(Unknown),
    }
    let fitbit = EventRouter::new(providers::FITBIT.secret("made-up").verify_token(TOKEN));
    let fitbit = fitbit.any(async |event: Anything| drop(event)).with_state(());
    let ask = |code| Request::get(format!("/?verify={code}")).body(Bytes::new()).unwrap();

    assert_eq!(deliver(&fitbit, ask(TOKEN)).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(deliver(&fitbit, ask("guessed")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!((fitbit.counts().handshakes, fitbit.counts().refused), (1, 1));
}

/// All handshakes that no signature and no token of a delivery guards.
fn handshakes() -> impl Iterator<Item = (&'static Target, &'static Handshake)> {
    let unproved = |provider: &Provider| {
        provider.handshakes().iter().filter(|handshake| handshake.guard != Guard::Verified)
    };
    TARGETS.iter().flat_map(move |target| unproved(&target.provider).map(move |it| (target, it)))
}

/// Returns the value of the answer that is made with the secret.
fn code(handshake: &Handshake) -> Option<AnswerValue> {
    handshake.answer.values().find(|value| matches!(value, AnswerValue::Hmac { .. }))
}

fn answered(target: &Target, handshake: &Handshake, text: &str) -> Option<HandshakeResponse> {
    match judged(target, &asked(handshake, text)) {
        Some(Verdict::Handshake(answer)) => Some(answer),
        _ => None,
    }
}

fn judged(target: &Target, request: &Request<Bytes>) -> Option<Verdict> {
    let verifier: Verifier = target.source().verify_token(TOKEN).verifier().unwrap();
    verifier.verify(&received(request), now()).ok()
}

/// The request of a handshake with this challenge, made of its own conditions.
fn asked(handshake: &Handshake, text: &str) -> Request<Bytes> {
    let mut parts = Parts::default();
    for when in handshake.when {
        match *when {
            When::Is(at, text) => parts.set(at, text),
            When::Present(at) => parts.set(at, "1"),
            _ => {}
        }
    }
    for at in handshake.answer.values().filter_map(|value| value.field()) {
        parts.set(at, text);
    }
    if let Guard::VerifyToken(at) = handshake.guard {
        parts.set(at, TOKEN);
    }
    parts.request(handshake.method().unwrap_or("POST"))
}

#[derive(Default)]
struct Parts {
    query: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    form: Vec<(&'static str, String)>,
    json: serde_json::Map<String, serde_json::Value>,
}

impl Parts {
    fn set(&mut self, at: Field, text: &str) {
        let (list, name) = match at {
            Field::Query(name) => (&mut self.query, name),
            Field::Header(name) => (&mut self.headers, name),
            Field::Form(name) => (&mut self.form, name),
            Field::Json(pointer) => {
                let (parents, name) = pointer.rsplit_once('/').unwrap();
                let mut object = &mut self.json;
                for parent in parents.split('/').skip(1) {
                    let child = object.entry(parent).or_insert_with(|| serde_json::json!({}));
                    object = child.as_object_mut().unwrap();
                }
                object.insert(name.to_owned(), text.into());
                return;
            }
            other => panic!("{other}"),
        };
        list.retain(|(other, _)| *other != name);
        list.push((name, text.to_owned()));
    }

    fn request(self, method: &str) -> Request<Bytes> {
        let mut request =
            Request::builder().method(method).uri(format!("/in?{}", encoded(&self.query)));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let body = match (self.form.is_empty(), self.json.is_empty()) {
            (false, _) => {
                let form = "application/x-www-form-urlencoded";
                request = request.header("content-type", form);
                encoded(&self.form)
            }
            (true, false) => serde_json::Value::Object(self.json).to_string(),
            (true, true) if self.headers.is_empty() || method != "POST" => String::new(),
            (true, true) => "{}".to_owned(),
        };
        request.body(body.into()).unwrap()
    }
}

fn encoded(fields: &[(&str, String)]) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let field = |(name, text): &(&str, String)| {
        format!("{name}={}", text.bytes().map(byte).collect::<String>())
    };
    fields.iter().map(field).collect::<Vec<_>>().join("&")
}

const CHALLENGE: &str = "890e4665-4dfe-4ab1";
const TOKEN: &str = "made-up-verify-token";
