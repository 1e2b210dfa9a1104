//! Attacks on JSON Web Tokens, by a forger who has seen genuine ones and holds no key, and by a sender
//! whose tokens say too little.

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use hookport::{
    Trust, Verdict, VerifyError,
    scheme::{Guard, Jwt, JwtAlgorithm, KeyForm},
};
use http::Request;
use serde_json::{Value, json};
use sha2::{Sha256, Sha384, Sha512};

use super::{
    target::{NOW, TARGETS, Target, at, received, target, with_body, with_header},
    tries::{Try, all_are_accepted, all_are_refused, all_are_refused_because},
};

#[test]
fn no_algorithm_in_any_spelling_is_accepted() {
    let names = ["none", "None", "NONE", "nOnE", "NonE", " none", "none ", "", "null", "n\u{f6}ne"];
    all_are_refused(tokens().flat_map(|token| {
        let spellings = names.into_iter().flat_map(move |name| {
            let header = json!({ "alg": name, "typ": "JWT" });
            let unsigned = token.with_header(&header);
            let [_, claims, signature] = token.parts();
            let head = encoded(&header);
            [unsigned, format!("{head}.{claims}."), format!("{head}.{claims}.{signature}")]
        });
        let headers =
            [json!({ "typ": "JWT" }), json!({ "alg": null }), json!({ "alg": ["HS256"] })];
        let others = headers.into_iter().map(move |header| token.with_header(&header));
        spellings.chain(others).map(move |text| token.shows(&text, &text))
    }));
}

#[test]
fn another_algorithm_than_the_configured_one_is_refused_with_the_right_key_too() {
    all_are_refused_because(
        tokens().flat_map(|token| {
            let names = ["HS256", "HS384", "HS512", "hs256", "RS256", "ES256", "PS256", "EdDSA"];
            let others = names.into_iter().filter(move |name| !token.allows(name));
            others.map(move |name| {
                let header = json!({ "alg": name, "typ": "JWT" });
                token.shows(name, &token.with_header(&header))
            })
        }),
        |error| matches!(error, VerifyError::UnsupportedAlgorithm { .. }),
    );
}

#[test]
fn a_header_that_asks_for_an_extension_is_refused() {
    let asked = [
        json!({ "crit": ["exp"] }),
        json!({ "crit": [] }),
        json!({ "b64": false, "crit": ["b64"] }),
        json!({ "b64": false }),
        json!({ "b64": true }),
        json!({ "zip": "DEF" }),
        json!({ "enc": "A128GCM" }),
    ];
    all_are_refused(tokens().flat_map(|token| {
        asked.clone().map(|more| token.shows(&more.to_string(), &token.with_header_and(&more)))
    }));
}

#[test]
fn a_token_of_another_type_is_refused() {
    let types =
        ["at+jwt", "JWE", "logout+jwt", "secevent+jwt", "dpop+jwt", "application/at+jwt", ""];
    all_are_refused(tokens().flat_map(|token| {
        let named = types.map(|name| json!({ "typ": name }));
        let odd = [json!({ "typ": ["JWT"] }), json!({ "typ": null }), json!({ "typ": 1 })];
        let all: Vec<_> = named.into_iter().chain(odd).collect();
        all.into_iter()
            .map(move |more| token.shows(&more.to_string(), &token.with_header_and(&more)))
    }));
}

#[test]
fn a_key_that_the_header_names_is_not_looked_at() {
    let keys = [
        json!({ "kid": "../../etc/passwd" }),
        json!({ "kid": "' OR 1=1 --" }),
        json!({ "kid": "https://evil.example/key" }),
        json!({ "kid": ["a"] }),
        json!({ "kid": 1 }),
        json!({ "jku": "https://evil.example/jwks.json" }),
        json!({ "x5u": "https://evil.example/cert.pem" }),
        json!({ "jwk": { "kty": "oct", "k": "Z3Vlc3NlZA" } }),
        json!({ "x5c": ["Z3Vlc3NlZA=="] }),
    ];
    let with_key = |key: &'static str| {
        let keys = keys.clone();
        tokens().flat_map(move |token| {
            let token = Token { key, ..token };
            let forged = keys.clone();
            forged.map(|more| token.shows(&more.to_string(), &token.with_header_and(&more)))
        })
    };
    all_are_refused_because(with_key("guessed"), |error| {
        matches!(error, VerifyError::SignatureMismatch)
    });
    all_are_accepted(tokens().flat_map(|token| {
        keys.clone().map(|more| token.shows(&more.to_string(), &token.with_header_and(&more)))
    }));
}

#[test]
fn json_serialisation_nesting_and_other_numbers_of_parts_are_refused() {
    all_are_refused(tokens().flat_map(|token| {
        let [header, claims, signature] = token.parts();
        let whole = format!("{header}.{claims}.{signature}");
        let flattened = json!({ "payload": claims, "protected": header, "signature": signature });
        let general = json!({
            "payload": claims, "signatures": [{ "protected": header, "signature": signature }]
        });
        let forms = [
            flattened.to_string(),
            general.to_string(),
            format!("[\"{whole}\"]"),
            format!("\"{whole}\""),
            format!("{whole}.{signature}"),
            format!("{whole}.a.b"),
            format!(".{whole}"),
            format!("{whole}."),
            format!("{header}.{signature}"),
            format!("{header}..{signature}"),
            format!("{claims}.{header}.{signature}"),
            format!("{whole},{whole}"),
            format!("{whole} {whole}"),
        ];
        forms.map(|text| token.shows(&text, &text))
    }));
}

#[test]
fn each_part_has_one_encoding() {
    all_are_refused(tokens().flat_map(|token| {
        let parts = token.parts();
        (0..3).flat_map(move |at| {
            let other_encodings = [
                format!("{}=", parts[at]),
                format!("{}==", parts[at]),
                format!(" {}", parts[at]),
                format!("{} ", parts[at]),
                format!("{}\t", parts[at]),
                format!("{}A", parts[at]),
                with_other_trailing_bits(&parts[at]),
            ];
            let parts = parts.clone();
            other_encodings.map(move |part| {
                let mut changed = parts.clone();
                changed[at] = part;
                // The key is right, as if the sender had signed the other encoding.
                let signed = format!("{}.{}", changed[0], changed[1]);
                let signature = if at == 2 { changed[2].clone() } else { token.signature(&signed) };
                let text = format!("{signed}.{signature}");
                token.shows(&text, &text)
            })
        })
    }));
}

/// The same bytes with another last character; other bytes where that is not possible.
fn with_other_trailing_bits(part: &str) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (start, last) = part.split_at(part.len() - 1);
    let at = alphabet.iter().position(|byte| [*byte] == last.as_bytes()).unwrap();
    format!("{start}{}", char::from(alphabet[at ^ 1]))
}

#[test]
fn a_member_that_occurs_twice_is_refused() {
    all_are_refused(tokens().flat_map(|token| {
        let [header, claims] = [token.header(), token.claims()].map(|json| json.to_string());
        let doubled = |json: &str, more: &str| json.replacen('{', &format!("{{{more},"), 1);
        let headers =
            [r#""alg":"none""#, r#""alg":"HS256""#, r#""\u0061lg":"HS256""#, r#""typ":"JWT""#];
        let payloads =
            [r#""exp":9999999999"#, r#""exp":1"#, r#""iat":1700000000"#, r#""i\u0061t":1"#];
        let headers = headers.map(|more| (doubled(&header, more), claims.clone()));
        let payloads = payloads.map(|more| (header.clone(), doubled(&claims, more)));
        let both = headers.into_iter().chain(payloads).filter(|(header, claims)| {
            header.matches("alg").count() > 1
                || header.contains("\\u0061")
                || header.matches("typ").count() > 1
                || claims.matches("\"exp\"").count() > 1
                || claims.matches("\"iat\"").count() > 1
                || claims.contains("\\u0061")
        });
        both.map(move |(header, claims)| {
            let text = token.signed_text(&header, &claims);
            token.shows(&format!("{header} {claims}"), &text)
        })
        .collect::<Vec<_>>()
    }));
}

#[test]
fn a_time_that_is_no_plain_number_is_refused() {
    let odd = [
        r#""1700000600""#,
        "null",
        "true",
        "[]",
        "{}",
        "-1",
        "1.7e9",
        "1e400",
        "1700000600.5",
        "0x65",
        "99999999999999999999999999",
        "NaN",
    ];
    all_are_refused(tokens().flat_map(|token| {
        ["exp", "nbf", "iat"].into_iter().flat_map(move |claim| {
            odd.into_iter().map(move |text| {
                let claims = token.claims_with(claim, json!("here")).to_string();
                let claims = claims.replace(r#""here""#, text);
                let shown = token.signed_text(&token.header().to_string(), &claims);
                token.shows(&format!("{claim} {text}"), &shown)
            })
        })
    }));
}

#[test]
fn a_token_is_refused_from_its_end_on_and_before_its_start() {
    for token in tokens() {
        let leeway = token.jwt().leeway().as_secs();
        let ends = token.claims_with("exp", json!(NOW + 100));
        let verdict = |claims: &Value, seconds| token.judge_at(claims, seconds);

        assert_eq!(verdict(&ends, NOW + 99 + leeway), None, "{}", token.target.name);
        assert_eq!(verdict(&ends, NOW + 100 + leeway), Some("expired"), "{}", token.target.name);
        assert_eq!(verdict(&ends, NOW + 1_000_000), Some("expired"), "{}", token.target.name);

        let mut starts = token.claims_with("nbf", json!(NOW));
        starts["exp"] = json!(NOW + 100);
        assert_eq!(verdict(&starts, NOW - leeway), None, "{}", token.target.name);
        assert_eq!(
            verdict(&starts, NOW - leeway - 1),
            Some("not_yet_valid"),
            "{}",
            token.target.name,
        );
    }
}

#[test]
fn a_token_without_a_claim_that_it_must_have_is_refused() {
    for token in tokens() {
        let jwt = token.jwt();
        let expiry = jwt.must_expire().then_some("exp");
        let names = jwt.claims().iter().map(hookport::scheme::Claim::name).chain(expiry);
        for name in names {
            let mut claims = token.claims();
            claims.as_object_mut().unwrap().remove(name);
            let refusal = token.judge_at(&claims, NOW);
            assert_eq!(refusal, Some("missing_claim"), "{} {name}", token.target.name);
        }
    }
}

#[test]
fn a_claim_of_another_kind_or_text_is_refused() {
    all_are_refused(tokens().flat_map(|token| {
        token.jwt().claims().iter().flat_map(move |claim| {
            let genuine = token.claims()[claim.name()].as_str().unwrap().to_owned();
            let near = [
                json!(format!("{genuine}x")),
                json!(format!("x{genuine}")),
                json!(format!(" {genuine}")),
                json!(genuine[..genuine.len() - 1]),
                json!(""),
                json!(null),
                json!(0),
                json!(true),
                json!({ "a": genuine }),
                json!([]),
                json!([[genuine]]),
                json!([format!("{genuine}x")]),
                json!([genuine, 1]),
            ];
            near.map(|value| {
                let claims = token.claims_with(claim.name(), value.clone());
                token.shows(&format!("{} {value}", claim.name()), &token.with_claims(&claims))
            })
        })
    }));
}

#[test]
fn one_of_several_audiences_is_enough_and_a_list_of_anything_else_is_not() {
    let url = "https://hooks.example/in?a=1";
    let monday = token("monday");
    for audience in [json!(url), json!([url]), json!(["https://other.example", url])] {
        assert_eq!(monday.judge_at(&monday.claims_with("aud", audience), NOW), None);
    }
    let none = monday.judge_at(&monday.claims_with("aud", json!(["https://other.example"])), NOW);
    assert_eq!(none, Some("claim_mismatch"));

    let qstash = token("qstash");
    let issuers = qstash.judge_at(&qstash.claims_with("iss", json!(["Upstash"])), NOW);
    assert_eq!(issuers, Some("malformed_claim"));
}

#[test]
fn another_body_under_a_good_token_is_refused_where_the_token_has_its_hash() {
    for token in tokens() {
        let bodies = [r#"{"type":"forged"}"#, "", " "];
        for body in bodies {
            let request = with_body(&token.target.genuine(), body);
            let judged = token.target.judge(&request);
            if token.target.is_signed() {
                assert_eq!(judged.err(), Some(VerifyError::BodyHashMismatch), "{body}");
            } else {
                let Ok(Verdict::Delivery(verified)) = judged else { panic!("{body}") };
                let whole = if body.is_empty() { Trust::Signed } else { Trust::SignedInPart };
                assert_eq!(verified.trust(), whole, "{}: {body}", token.target.name);
            }
        }
    }
}

#[test]
fn a_long_token_is_refused_before_it_is_hashed() {
    all_are_refused_because(
        tokens().map(|token| {
            let claims = token.claims_with("filler", json!("x".repeat(16 * 1024)));
            token.shows("long", &token.with_claims(&claims))
        }),
        |error| matches!(error, VerifyError::Malformed { .. }),
    );
}

#[test]
fn a_forged_or_expired_token_is_refused_by_the_head() {
    // A body of anyone may be a handshake, which has no token.
    let is_open = |token: &Token| {
        let handshakes = token.target.provider.handshakes().iter();
        handshakes.clone().any(|it| it.guard == Guard::Anyone && it.method().is_none())
    };
    for token in tokens().filter(|token| !is_open(token)) {
        let expired = token.claims_with("exp", json!(NOW - 1000));
        let forged = Token { key: "guessed", ..token };
        let mut by_head = Vec::new();
        for text in [token.with_claims(&expired), forged.with_claims(&token.claims())] {
            let request = token.shows("", &text).request;
            by_head.extend(token.target.judge_head(&request).err().map(|error| error.reason()));
        }
        assert_eq!(by_head, ["expired", "signature_mismatch"], "{}", token.target.name);
    }
}

/// A genuine token of a target, to be changed and signed again.
#[derive(Clone, Copy)]
struct Token {
    target: &'static Target,
    key: &'static str,
}

/// The targets that show tokens with claims, signed with a secret; there is one at least. Those with
/// public keys are attacked in `public_tokens`.
fn tokens() -> impl Iterator<Item = Token> + Clone {
    let is_such = |jwt: &Jwt| jwt.key_form() != KeyForm::PublicKey && !jwt.is_detached();
    let targets = TARGETS.iter().filter(move |target| target.jwt().is_some_and(is_such));
    targets.map(|target| Token { target, key: target.signing })
}

fn token(name: &str) -> Token {
    let target = target(name);
    Token { target, key: target.signing }
}

impl Token {
    fn jwt(self) -> &'static Jwt {
        self.target.jwt().unwrap()
    }

    fn allows(self, name: &str) -> bool {
        self.jwt().algorithms().iter().any(|algorithm| algorithm.name() == name)
    }

    fn parts(self) -> [String; 3] {
        let (name, label, _) = self.target.header().unwrap();
        let request = self.target.genuine();
        let shown = request.headers()[name].to_str().unwrap().strip_prefix(label).unwrap();
        let parts: Vec<_> = shown.split('.').map(str::to_owned).collect();
        parts.try_into().unwrap()
    }

    fn header(self) -> Value {
        decoded(&self.parts()[0])
    }

    fn claims(self) -> Value {
        decoded(&self.parts()[1])
    }

    fn claims_with(self, claim: &str, value: Value) -> Value {
        let mut claims = self.claims();
        claims[claim] = value;
        claims
    }

    fn with_header(self, header: &Value) -> String {
        self.signed_text(&header.to_string(), &self.claims().to_string())
    }

    fn with_header_and(self, more: &Value) -> String {
        let mut header = self.header();
        header.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.with_header(&header)
    }

    fn with_claims(self, claims: &Value) -> String {
        self.signed_text(&self.header().to_string(), &claims.to_string())
    }

    fn signed_text(self, header: &str, claims: &str) -> String {
        let [header, claims] = [header, claims].map(|text| BASE64URL_NOPAD.encode(text.as_bytes()));
        let signed = format!("{header}.{claims}");
        format!("{signed}.{}", self.signature(&signed))
    }

    /// Signs with the algorithm that the header names; with SHA-256 if it names another one.
    fn signature(self, signed: &str) -> String {
        let header = signed.split('.').next().unwrap();
        let named = BASE64URL_NOPAD.decode(header.as_bytes()).unwrap_or_default();
        let has = |name: &str| String::from_utf8_lossy(&named).contains(name);
        let (key, text) = (self.key.as_bytes(), signed.as_bytes());
        let code = if has(JwtAlgorithm::Hs384.name()) {
            mac::<Hmac<Sha384>>(key, text)
        } else if has(JwtAlgorithm::Hs512.name()) {
            mac::<Hmac<Sha512>>(key, text)
        } else {
            mac::<Hmac<Sha256>>(key, text)
        };
        BASE64URL_NOPAD.encode(&code)
    }

    fn shows(self, attack: &str, text: &str) -> Try {
        let (name, label, _) = self.target.header().unwrap();
        let request = with_header(&self.target.genuine(), name, &format!("{label}{text}"));
        Try::new(self.target, attack, request)
    }

    /// Returns why a token with these claims is refused at this time.
    fn judge_at(self, claims: &Value, seconds: u64) -> Option<&'static str> {
        let request: Request<Bytes> = self.shows("", &self.with_claims(claims)).request;
        let judged = self.target.verifier().verify(&received(&request), at(seconds));
        judged.err().map(|error| error.reason())
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn encoded(json: &Value) -> String {
    BASE64URL_NOPAD.encode(json.to_string().as_bytes())
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
}
