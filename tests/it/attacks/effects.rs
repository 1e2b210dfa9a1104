//! Handshakes with an effect: a text is signed, or a URL is called. All that asks for it is proved.

use hookport::{
    ConfigError, Field, Provider, RawRequest, Verdict,
    scheme::{
        Answer, AnswerValue, Encoding, Guard, Handshake, Hash, HttpSignature, Jwt, JwtAlgorithm,
        Requirement, Scheme, Signature, Token, UrlPattern, When,
    },
    testing::Signer,
};
use http::{HeaderValue, header::CONTENT_TYPE};

use super::target::now;

const IS_CONFIRM: When = When::Is(Field::Json("/type"), "confirm");
const URLS: &[UrlPattern] = &[UrlPattern::new("https://acme.example/confirm?{query}")];
const CALLS: &[Handshake] = &[Handshake::new(Guard::Verified, &[IS_CONFIRM], Answer::empty())
    .confirmed_by(Field::Json("/url"), URLS)];
const CALLS_BY_HEADER: &[Handshake] = &[Handshake::new(
    Guard::Verified,
    &[When::Is(Field::Header("x-type"), "confirm")],
    Answer::empty(),
)
.confirmed_by(Field::Json("/url"), URLS)];
const SIGNS: &[Handshake] = &[Handshake::new(
    Guard::Verified,
    &[When::Present(Field::Json("/id"))],
    Answer::text(AnswerValue::hmac(Field::Json("/id"), Hash::Sha256, Encoding::Hex)),
)];
const SIGNS_BY_HEADER: &[Handshake] = &[Handshake::new(
    Guard::Verified,
    &[When::Present(Field::Header("x-asks"))],
    Answer::text(AnswerValue::hmac(Field::Json("/id"), Hash::Sha256, Encoding::Hex)),
)];
const MAC: Signature = Signature::hmac_sha256("x-mac");
const OF_ITEMS: Signature = Signature::hmac_sha256("x-mac")
    .found_in(Field::Json("/mac"))
    .over("{json:/id}.{json:/url}.{json:/type}")
    .of_each_item();

const fn acme(handshakes: &'static [Handshake]) -> Provider {
    Provider::new("acme").holds_items_at(&["/events"]).answers_handshakes(handshakes)
}

fn is_refused(provider: Provider) -> bool {
    match provider.secret("made-up").public_url("https://hooks.example").verifier() {
        Err(ConfigError::BadPlace { setting, .. }) => setting == "answers_handshakes",
        Err(other) => panic!("{other}"),
        Ok(_) => false,
    }
}

#[test]
fn an_item_that_is_signed_does_not_prove_the_request_around_it() {
    for handshakes in [SIGNS, CALLS] {
        assert!(is_refused(acme(handshakes).signed_with(OF_ITEMS)));
        assert!(!is_refused(acme(handshakes).signed_with(MAC)));
    }
}

#[test]
fn a_url_that_its_request_does_not_prove_is_never_called() {
    const BODILESS: HttpSignature = HttpSignature::hmac_sha256().covering(&["@method"]);
    const WHOLE: HttpSignature = HttpSignature::hmac_sha256().covering(&["content-digest"]);

    assert!(is_refused(acme(CALLS).signed_with(MAC.over("{header:x-id}"))));
    assert!(is_refused(acme(CALLS).signed_with(MAC.over("{json:/url}"))), "the type is not");
    assert!(is_refused(acme(CALLS).jwt_in(Jwt::hs256("x-token"))));
    assert!(is_refused(acme(CALLS).http_signed_with(BODILESS)));

    assert!(is_refused(acme(CALLS).signed_with(MAC.over("{json:/url}{json:/type}"))), "borders");
    assert!(!is_refused(
        acme(CALLS).signed_with(
            MAC.over("{json:/url}\n{json:/type}")
                .requires(&[Requirement::Lacks(Field::Json("/url"), '\n')])
        )
    ));
    assert!(!is_refused(
        acme(CALLS).jwt_in(Jwt::at(Field::Json("/token"), &[JwtAlgorithm::Hs256]).holds_document())
    ));
    assert!(!is_refused(acme(CALLS).http_signed_with(WHOLE)));
    assert!(!is_refused(acme(CALLS).token_in(Token::header("x-token"))), "it proves the caller");
}

#[test]
fn a_header_that_is_not_signed_never_turns_a_delivery_into_a_handshake_with_an_effect() {
    for (handshakes, header) in [(CALLS_BY_HEADER, "x-type"), (SIGNS_BY_HEADER, "x-asks")] {
        assert!(is_refused(acme(handshakes).signed_with(MAC)), "{header}");
        let template =
            if header == "x-type" { "{header:x-type}\n{body}" } else { "{header:x-asks}\n{body}" };
        assert!(!is_refused(acme(handshakes).signed_with(MAC.over(template))), "{header}");
    }
}

#[test]
fn a_scheme_that_refuses_the_handshake_need_not_cover_its_url() {
    const OF_DELIVERIES: Signature = MAC
        .over("{json:/type}{json:/id}")
        .requires(&[Requirement::Is(Field::Json("/type"), "delivery")]);
    const OF_ANYTHING: Signature = MAC.over("{json:/type}{json:/id}");
    const OF_CONFIRMATIONS: Signature = MAC
        .over("{json:/type}\n{json:/url}")
        .requires(&[Requirement::Lacks(Field::Json("/type"), '\n')]);
    let with = |schemes| Provider::new("acme").proved_by(schemes).answers_handshakes(CALLS);
    let [of_deliveries, of_anything] = const {
        [
            &[Scheme::Signature(OF_DELIVERIES), Scheme::Signature(OF_CONFIRMATIONS)],
            &[Scheme::Signature(OF_ANYTHING), Scheme::Signature(OF_CONFIRMATIONS)],
        ]
    };

    assert!(!is_refused(with(of_deliveries)));
    assert!(is_refused(with(of_anything)));
}

#[test]
fn a_word_that_is_written_with_escapes_asks_as_the_word_itself() {
    const ACME: Provider = Provider::new("acme").signed_with(MAC).answers_handshakes(&[
        Handshake::new(Guard::Verified, &[IS_CONFIRM], Answer::empty()),
        Handshake::new(
            Guard::Verified,
            &[When::Is(Field::Json("/type"), "url/check")],
            Answer::empty(),
        ),
    ]);
    for body in [
        r#"{"type":"confirm"}"#,
        r#"{"type":"\u0063onfirm"}"#,
        r#"{"type":"confi\u0072m"}"#,
        r#"{"t\u0079pe":"confirm"}"#,
        r#"{"type":"url\/check"}"#,
        r#"{"type":"url\u002Fcheck"}"#,
    ] {
        assert!(is_handshake(ACME, body), "{body}");
    }
    for body in [r#"{"type":"\u0064onfirm"}"#, r#"{"type":"paid","note":"\u0063onfirm"}"#] {
        assert!(!is_handshake(ACME, body), "{body}");
    }
}

#[test]
fn a_word_in_a_token_or_a_form_asks_as_the_word_in_a_body() {
    const VERIFIED: &[Handshake] =
        &[Handshake::new(Guard::Verified, &[IS_CONFIRM], Answer::empty())];
    const TOKEN: Jwt =
        Jwt::at(Field::Json("/token"), &[JwtAlgorithm::Hs256]).holds_document().without_expiry();
    let in_token = Provider::new("acme").jwt_in(TOKEN).answers_handshakes(VERIFIED);
    assert!(is_handshake(in_token, r#"{"type":"confirm"}"#));

    let in_form = Provider::new("acme")
        .signed_with(MAC)
        .holds_json_in_form_field("payload")
        .answers_handshakes(VERIFIED);
    let form = "payload=%7B%22type%22%3A%22%63onfirm%22%7D";
    let mut sent = Signer::new(in_form, "made-up").sign(form).unwrap();
    sent.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
    let verifier = in_form.secret("made-up").verifier().unwrap();
    let judged = verifier.verify(&RawRequest::from(&sent), now());
    assert!(matches!(judged, Ok(Verdict::Handshake(_))), "{judged:?}");
}

fn is_handshake(provider: Provider, body: &str) -> bool {
    let sent = Signer::new(provider, "made-up").at(now()).sign(body.to_owned()).unwrap();
    let verifier = provider.secret("made-up").verifier().unwrap();
    matches!(verifier.verify(&RawRequest::from(&sent), now()).unwrap(), Verdict::Handshake(_))
}

const FORM: &str = "application/x-www-form-urlencoded";
