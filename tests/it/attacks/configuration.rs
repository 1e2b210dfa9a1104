//! Fail-open configuration: a secret that proves nothing never makes a receiver.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hookport::{
    ConfigError, Field, Provider, RawRequest, Secret, Source, Verdict,
    http_file::HttpFile,
    providers,
    scheme::{
        Algorithm, Answer, Encoding, Grammar, Guard, Handshake, Hash, Scheme, Signature, Template,
        TimeUnit, Token, When,
    },
    testing::Signer,
};

use super::target::{ORIGIN, TARGETS, target};
use crate::kit::secrets;

#[test]
fn a_blank_secret_is_refused_by_every_provider() {
    for target in TARGETS.iter() {
        for blank in BLANK {
            let error = refusal(target.provider, blank);
            assert!(
                matches!(error, Some(ConfigError::BlankSecret { index: 0, .. })),
                "{} {blank:?}: {error:?}",
                target.name
            );
        }
    }
}

#[test]
fn a_secret_is_checked_also_where_the_source_took_deliveries_from_anyone() {
    let open = providers::GITHUB.accept_without_verifying();
    let probe = http::Request::post("/").body("{}".into()).unwrap();
    let probe = HttpFile::from(probe);
    let refused =
        |source: Source| source.verifier().unwrap().verify(&probe.received(), UNIX_EPOCH).is_err();

    assert!(!refused(open.clone()));
    assert!(refused(open.clone().secret("made-up")));
    assert!(refused(open.clone().secrets([Secret::new("made-up")])));
    assert!(matches!(open.secrets([]).verifier(), Err(ConfigError::NoSecret { .. })));
}

#[test]
fn a_blank_secret_among_good_ones_is_refused_and_counted() {
    for target in TARGETS.iter() {
        let source = target.source().secret("");
        let error = source.verifier().unwrap_err();
        assert!(
            matches!(error, ConfigError::BlankSecret { index: 1, .. }),
            "{}: {error:?}",
            target.name
        );
    }
}

#[test]
fn no_secret_at_all_is_refused_by_every_provider_that_publishes_no_key() {
    for provider in providers::ALL.iter().filter(|provider| !publishes_keys(provider)) {
        let error = provider.secrets([]).public_url(ORIGIN).verifier().unwrap_err();
        assert!(matches!(error, ConfigError::NoSecret { .. }), "{}: {error:?}", provider.name());
    }
}

fn publishes_keys(provider: &Provider) -> bool {
    provider.schemes().iter().any(|scheme| match scheme {
        Scheme::Jwt(jwt) => jwt.key_location().is_some(),
        Scheme::HttpSignature(signature) => signature.key_location().is_some(),
        Scheme::Signature(signature) => signature.key_location().is_some(),
        _ => false,
    })
}

#[test]
fn a_secret_of_zeros_is_refused_by_every_provider() {
    for target in TARGETS.iter() {
        let error = refusal(target.provider, "\0\0\0\0");
        assert!(error.is_some(), "{}", target.name);
    }
}

#[test]
fn a_prefix_without_a_key_is_refused_where_the_prefix_is_taken_off() {
    for provider in PREFIXED {
        for secret in ["whsec_", "whsec_ ", "whsec_\n", "whsec_AAAAAAAAAAAAAAAAAAAAAA=="] {
            assert!(refusal(provider, secret).is_some(), "{} {secret:?}", provider.name());
        }
    }
}

#[test]
fn a_damaged_signing_secret_never_becomes_a_token() {
    for secret in [
        "whsec_bWFkZS11cC1zZWNyZ",
        "whsec_bWFkZS11cC1zZWNyZXQ=\n",
        "whsec_%%%%",
        "v1,whsec_bWFkZS11cC1zZWNyZXQ=",
    ] {
        let error = refusal(providers::GITLAB, secret);
        assert!(matches!(error, Some(ConfigError::WrongKind { .. })), "{secret:?}: {error:?}");
    }
}

#[test]
fn a_secret_may_lack_its_padding_but_not_have_another_alphabet() {
    for provider in PREFIXED {
        for secret in ["whsec_bWFkZS11cC1zZWNyZXQ", "whsec_bWFkZS11cC1zZWNyZX"] {
            assert_eq!(refusal(provider, secret), None, "{} {secret}", provider.name());
        }
        for secret in ["whsec_-_-_", "whsec_bWFk ZS11", "whsec_bWFkZ", "whsec_bWFk=ZS11"] {
            assert!(refusal(provider, secret).is_some(), "{} {secret}", provider.name());
        }
    }
}

#[test]
fn a_secret_behind_a_label_is_refused_with_the_remedy() {
    for provider in PREFIXED {
        let error = refusal(provider, "v1,whsec_bWFkZS11cC1zZWNyZXQ=").unwrap();

        assert!(error.to_string().ends_with("; it has `v1,` in front of it"), "{error}");
    }
}

#[test]
fn a_public_or_private_key_is_no_hmac_secret() {
    let keys = [
        "whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
        "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
        PEM_PRIVATE_KEY,
        PEM_PUBLIC_KEY,
    ];
    for key in &keys[1..] {
        assert!(refusal(providers::STANDARD_WEBHOOKS, key).is_some(), "{key}");
    }
    for key in keys {
        assert!(refusal(providers::SVIX, key).is_some(), "{key}");
    }
}

#[test]
fn what_is_no_usable_public_key_is_refused_by_an_ed25519_provider() {
    let (valid, seed) = (target("discord").verifying, target("discord").signing);
    let [zeros, one, order_8] = SMALL_ORDER;
    let cut = &valid[..62];
    let long = format!("{valid}00");
    let both = format!("{seed}{valid}");
    let marked = format!("0x{valid}");
    for key in [
        zeros,
        one,
        order_8,
        cut,
        &long,
        &both,
        &marked,
        "made-up",
        PEM_PRIVATE_KEY,
        PEM_PUBLIC_KEY,
        "whsec_bWFkZS11cC1zZWNyZXQ=",
        "whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
    ] {
        assert!(refusal(providers::DISCORD, key).is_some(), "{key}");
    }
}

#[test]
fn a_weak_public_key_is_refused_under_its_prefix_too() {
    for key in [
        "whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "whpk_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "whpk_",
        "whpk_bWFkZS11cA==",
    ] {
        assert!(refusal(providers::STANDARD_WEBHOOKS, key).is_some(), "{key}");
    }
}

#[test]
fn a_provider_that_signs_its_url_demands_a_usable_one() {
    for provider in [providers::SQUARE, providers::TWILIO, providers::TWILIO_SHARED_KEY] {
        let source = || provider.secret("made-up");
        let missing = source().verifier().unwrap_err();
        assert!(matches!(missing, ConfigError::NoPublicUrl { .. }), "{missing:?}");
        for url in
            ["", "/", "hooks.example", "//hooks.example", "ftp://a", "https://", "https://a?b"]
        {
            let bad = source().public_url(url).verifier().unwrap_err();
            assert!(matches!(bad, ConfigError::BadPublicUrl { .. }), "{url}: {bad:?}");
        }
        for url in ["https://user:pw@hooks.example", "https://user@hooks.example/in"] {
            let bad = source().public_url(url).verifier().unwrap_err();
            assert!(matches!(bad, ConfigError::UserInfoInPublicUrl { .. }), "{url}: {bad:?}");
            assert!(!bad.to_string().contains("user:"), "{bad}");
        }
    }
}

#[test]
fn a_blank_verify_token_is_refused() {
    for token in ["", " ", "\n"] {
        let error = target("meta").source().verify_token(token).verifier().unwrap_err();
        assert!(matches!(error, ConfigError::BlankVerifyToken { .. }), "{token:?}: {error:?}");
    }
}

#[test]
fn a_place_that_no_request_has_is_refused() {
    const NO_POINTER: Field = Field::Json("type");
    const NO_HEADER: Field = Field::Header("X Bad");
    const SIGNED: Signature = Signature::hmac_sha256("x-acme-signature");
    const ACME: Provider = Provider::new("acme").signed_with(SIGNED);
    const PAIR: Field =
        Field::Pair { first: &Field::Json("/a"), second: &NO_HEADER, separator: "." };
    const NAMED: Algorithm = Algorithm::HmacNamed {
        at: NO_HEADER,
        field: "algorithm",
        allowed: &[("sha256", Hash::Sha256)],
    };
    const IS: When = When::Is(NO_POINTER, "ping");
    const ECHO: Answer = Answer::echo(Field::Json("/challenge"));
    const NO_ECHO: Answer = Answer::echo(NO_POINTER);
    const GUARDED: &[Handshake] = &[Handshake::new(Guard::VerifyToken(NO_HEADER), &[], ECHO)];
    const TOLD: &[Handshake] = &[Handshake::new(Guard::Verified, &[IS], ECHO)];
    const ECHOED: &[Handshake] = &[Handshake::new(Guard::Verified, &[], NO_ECHO)];
    let signed = |signature| Provider::new("acme").signed_with(signature);
    for (provider, setting, problem) in [
        (ACME.names_event_in(&[NO_POINTER]), "names_event_in", POINTER),
        (ACME.names_event_in(&[Field::Json("/type"), PAIR]), "names_event_in", HEADER),
        (ACME.names_delivery_in(&[NO_POINTER]), "names_delivery_in", POINTER),
        (ACME.names_delivery_in(&[NO_HEADER]), "names_delivery_in", HEADER),
        (signed(Signature::hmac_sha256("X Bad")), "signed_with", HEADER),
        (signed(SIGNED.computed_with(NAMED)), "signed_with", HEADER),
        (signed(SIGNED.timestamp_in(NO_POINTER, TimeUnit::Seconds)), "signed_with", POINTER),
        (
            signed(SIGNED.body_hash_in(NO_HEADER, Hash::Sha256, Encoding::Hex)),
            "signed_with",
            HEADER,
        ),
        (Provider::new("acme").token_in(Token::header("X Bad")), "token_in", HEADER),
        (ACME.answers_handshakes(GUARDED), "answers_handshakes", HEADER),
        (ACME.answers_handshakes(TOLD), "answers_handshakes", POINTER),
        (ACME.answers_handshakes(ECHOED), "answers_handshakes", POINTER),
    ] {
        let error = provider.secret("made-up").verifier().unwrap_err().to_string();
        let expected = format!("`{setting}` of provider `acme` cannot be found: {problem}");
        assert_eq!(error, expected);
    }
    let mixed_case = Signature::hmac_sha256("X-Acme-Signature");
    assert!(signed(mixed_case).secret("made-up").verifier().is_ok());
}

const POINTER: &str = "JSON pointer `type` must begin with `/`";
const HEADER: &str = "`X Bad` cannot be the name of a header";

#[test]
fn a_signature_over_nothing_is_refused() {
    for text in ["", "v0:", "{{body}}"] {
        let error = Template::parse(text).unwrap_err().to_string();
        let expected = format!(
            "no word for a part of the request, in template `{text}`: anyone could repeat such a \
             signature"
        );
        assert_eq!(error, expected);
    }
}

#[test]
fn a_template_with_a_place_that_no_request_has_is_refused() {
    let refusal = |text| Template::parse(text).unwrap_err().to_string();

    assert_eq!(
        refusal("{body}{header:X Bad}"),
        format!("{HEADER}, at byte 6 of template `{{body}}{{header:X Bad}}`")
    );
    assert_eq!(
        refusal("{json:type}"),
        "JSON pointer `type` without its first `/`, at byte 0 of template `{json:type}`"
    );
    assert!(Template::parse("{header:X-Acme-Id}{body}").is_ok());
}

#[test]
#[should_panic(
    expected = "unknown word `{boby}`, at byte 12 of template `{timestamp}.{boby}`: the "
)]
fn a_wrong_template_of_a_program_stops_it_at_start_up() {
    let _ = Signature::hmac_sha256("x-acme-signature").over("{timestamp}.{boby}");
}

fn refusal(provider: hookport::Provider, secret: &str) -> Option<ConfigError> {
    secrets::source(&provider, Secret::new(secret)).public_url(ORIGIN).verifier().err()
}

const PREFIXED: [hookport::Provider; 3] =
    [providers::STANDARD_WEBHOOKS, providers::SVIX, providers::GITLAB];

/// Points whose multiples are few: anyone can sign for them.
const SMALL_ORDER: [&str; 3] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
];

const PEM_PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n\
    -----END PRIVATE KEY-----\n";

const PEM_PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----\n\
    MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n\
    -----END PUBLIC KEY-----\n";

/// Texts that a person sees nothing of: white space, zero-width characters, byte order marks.
const BLANK: [&str; 10] = [
    "",
    " ",
    "\n",
    "\t\r\n ",
    "\u{a0}",
    "\u{3000}",
    "\u{200b}",
    "\u{feff}",
    "\u{200b}\u{2060}\u{200d} \u{feff}",
    "\u{0}\u{7f}",
];

#[test]
fn a_time_that_is_not_there_or_not_signed_is_refused() {
    const SIGNED: Signature = Signature::hmac_sha256("x-acme-signature");
    const TIME: Field = Field::Header("x-acme-time");
    const FIELDS: Grammar = Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" };
    const WINDOW: Duration = Duration::from_secs(300);
    let refusal = |signature| {
        let source = Provider::new("acme").signed_with(signature).secret("made-up");
        source.verifier().err().map(|error| error.to_string())
    };

    let no_time = "signature of provider `acme` has no place for its timestamp: see \
                   `Signature::timestamp_in`";
    for signature in [SIGNED.fresh_within(WINDOW), SIGNED.over("{timestamp}{body}")] {
        assert_eq!(refusal(signature).as_deref(), Some(no_time));
    }

    let unsigned = "timestamp of provider `acme` is not signed: sign it by `{timestamp}` in \
                    `Signature::over`, or say that the sender does not, by `Signature::unsigned_timestamp_in`";
    for signature in [
        SIGNED.timestamp_in(TIME, TimeUnit::Seconds).fresh_within(WINDOW),
        SIGNED.timestamp_in(TIME, TimeUnit::Seconds),
        SIGNED.timestamp_in(Field::Json("/time"), TimeUnit::Seconds).over("{url}"),
        SIGNED.written_as(FIELDS),
    ] {
        assert_eq!(refusal(signature).as_deref(), Some(unsigned));
    }

    for signature in [
        SIGNED.unsigned_timestamp_in(TIME, TimeUnit::Seconds).fresh_within(WINDOW),
        SIGNED.timestamp_in(Field::Json("/time"), TimeUnit::Seconds).fresh_within(WINDOW),
        SIGNED.timestamp_in(TIME, TimeUnit::Seconds).over("{header:x-acme-time}{body}"),
        SIGNED.written_as(FIELDS).over("{timestamp}{body}"),
    ] {
        assert_eq!(refusal(signature), None);
    }
}

#[test]
fn a_time_beside_the_signature_is_looked_for_where_the_signature_is() {
    const FIELDS: Grammar = Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" };
    let at = Field::Header("x-other");
    let moved = Signature::hmac_sha256("x-acme-signature")
        .written_as(FIELDS)
        .over("{timestamp}{body}")
        .found_in(at);
    assert_eq!(moved.timestamp(), Some((at, TimeUnit::Seconds)));

    let acme = Provider::new("acme").signed_with(moved);
    let sent = Signer::new(acme, "made-up").sign("{}").unwrap();
    let verifier = acme.secret("made-up").verifier().unwrap();
    assert!(verifier.verify(&RawRequest::from(&sent), SystemTime::now()).is_ok());
}

#[test]
fn a_header_is_the_same_one_in_capitals() {
    let acme = Provider::new("acme")
        .signed_with(Signature::hmac_sha256("X-Acme-Signature").over("{header:X-Acme-Id}\n{body}"));
    let sent = Signer::new(acme, "made-up").id("d1").sign("{}").unwrap();
    let verifier = acme.secret("made-up").verifier().unwrap();
    let verdict = verifier.verify(&RawRequest::from(&sent), SystemTime::now()).unwrap();
    let Verdict::Delivery(delivery) = verdict else { panic!("acme has no handshake") };
    assert!(delivery.covers(Field::Header("x-acme-id")));
}
