//! Tokens that are the body, or a member of it, and whose claims are the event: of every provider that has
//! one.

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use hookport::{
    ConfigError, DocumentIn, Field, Provider, RawRequest, Trust, Verdict, Verifier, event,
    providers,
    scheme::{Claim, Jwt, JwtAlgorithm, KeyForm, Scheme, Signature, Token},
    testing::Signer,
};
use http::Request;
use serde_json::{Value, json};

use super::target::now;
use crate::kit::secrets::{self, keys};

#[test]
fn a_genuine_token_proves_the_document_and_its_facts() {
    for sender in senders() {
        let request = sender.genuine();
        let verdict =
            sender.judge(&request).unwrap_or_else(|error| panic!("{}: {error}", sender.name()));
        assert_eq!(verdict, Trust::Signed, "{}", sender.name());

        let document = DocumentIn::Token(sender.place());
        let facts =
            event::facts(&RawRequest::from(&request), &[Field::Json("/mark")], &[], document);
        assert_eq!(facts.unwrap().name.as_deref(), Some("genuine"), "{}", sender.name());
    }
}

#[test]
fn what_lies_beside_the_token_is_no_part_of_the_document() {
    for sender in senders() {
        let Field::Json(_) = sender.place() else { continue };
        let mut body: Value = serde_json::from_slice(sender.genuine().body()).unwrap();
        body["mark"] = json!("forged");
        body["added"] = json!("forged");
        let request = sender.genuine().map(|_| Bytes::from(body.to_string()));

        assert!(sender.judge(&request).is_ok(), "{}: it is not signed", sender.name());
        let received = RawRequest::from(&request);
        let document = sender.0.document_in();
        let facts =
            event::facts(&received, &[Field::Json("/mark")], &[Field::Json("/added")], document);
        let facts = facts.unwrap();
        assert_eq!(
            (facts.name.as_deref(), facts.delivery_id),
            (Some("genuine"), None),
            "{}",
            sender.name()
        );
    }
}

#[test]
fn what_lies_beside_the_token_is_not_covered() {
    const IN_FORM: Provider = Provider::new("acme")
        .jwt_in(Jwt::at(Field::Form("token"), &[JwtAlgorithm::Hs256]).holds_document())
        .names_delivery_in(&[Field::Form("id")]);
    const IN_MEMBER: Provider = Provider::new("acme")
        .jwt_in(Jwt::at(Field::Json("/token"), &[JwtAlgorithm::Hs256]).holds_document());
    const WHOLE: Provider =
        Provider::new("acme").jwt_in(Jwt::at(Field::Body, &[JwtAlgorithm::Hs256]).holds_document());

    let sign = |provider| Signer::new(provider, "made-up").at(now()).sign(r#"{"mark":"genuine"}"#);
    let token = String::from_utf8(sign(WHOLE).unwrap().into_body().to_vec()).unwrap();
    let form = format!("token={token}&id=anything");
    let member = format!(r#"{{"token":"{token}","mark":"forged"}}"#);
    for (provider, body, covers_body) in
        [(IN_FORM, form, false), (IN_MEMBER, member, false), (WHOLE, token.clone(), true)]
    {
        let is_form = body.starts_with("token=");
        let content_type =
            if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
        let request = Request::post("/in").header("content-type", content_type);
        let request = request.body(Bytes::from(body)).unwrap();
        let acme = provider.secret("made-up").verifier().unwrap();
        let Ok(Verdict::Delivery(verified)) = acme.verify(&RawRequest::from(&request), now())
        else {
            panic!("{:?} was refused", provider.document_in());
        };
        assert!(verified.covers(Field::Json("/mark")), "{:?}", provider.document_in());
        assert_eq!(verified.covers(Field::Body), covers_body, "{:?}", provider.document_in());
        assert!(!verified.covers(Field::Form("id")), "{:?}", provider.document_in());
    }
}

#[test]
fn a_document_in_the_head_of_a_request_is_refused_at_start_up() {
    for at in [Field::Header("x-token"), Field::Query("token")] {
        let token = Jwt::at(at, &[JwtAlgorithm::Hs256]).holds_document();
        let error = Provider::new("acme").jwt_in(token).secret("made-up").verifier().unwrap_err();
        assert!(matches!(error, ConfigError::BadPlace { setting: "jwt_in", .. }), "{error}");
    }
}

#[test]
fn each_character_of_the_token_is_covered() {
    for sender in senders() {
        let token = sender.token();
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(sender.judge(&sender.with(&changed)).is_err(), "{}: {at}", sender.name());
        }
    }
}

#[test]
fn a_token_of_another_form_is_refused() {
    for sender in senders() {
        let token = sender.token();
        let [header, claims, signature] = parts(&token);
        let serialized = json!({"protected": header, "payload": claims, "signature": signature});
        for (what, other) in [
            ("nothing", String::new()),
            ("two parts", format!("{header}.{claims}")),
            ("an empty signature", format!("{header}.{claims}.")),
            ("no header", format!(".{claims}.{signature}")),
            ("five parts", format!("{token}.{claims}.{signature}")),
            ("a detached token", format!("{header}..{signature}")),
            ("the claims alone", claims.clone()),
            ("padding", format!("{header}=.{claims}.{signature}")),
            ("white space inside", format!("{header}. {claims}.{signature}")),
            ("an authorization scheme", format!("Bearer {token}")),
            ("a token in quotation marks", format!("\"{token}\"")),
            ("two tokens", format!("{token} {token}")),
            ("JSON serialization", serialized.to_string()),
        ] {
            assert!(sender.judge(&sender.with(&other)).is_err(), "{}: {what}", sender.name());
        }
    }
}

#[test]
fn a_token_that_occurs_twice_or_is_no_text_is_refused() {
    for sender in senders() {
        let Field::Json(pointer) = sender.place() else { continue };
        let (name, token) = (&pointer[1..], sender.token());
        for body in [
            format!(r#"{{"{name}":"{token}","{name}":"{token}"}}"#),
            format!(r#"{{"{name}":null}}"#),
            format!(r#"{{"{name}":["{token}"]}}"#),
            format!(r#"{{"other":"{token}"}}"#),
            format!(r#"[{{"{name}":"{token}"}}]"#),
            "{}".to_owned(),
            token,
        ] {
            let request = sender.genuine().map(|_| body.clone().into());
            assert!(sender.judge(&request).is_err(), "{}: {body}", sender.name());
        }
    }
}

#[test]
fn no_algorithm_but_the_configured_one_is_accepted() {
    for sender in senders() {
        let [_, claims, signature] = parts(&sender.token());
        for algorithm in ["none", "None", "NONE", "", "HS256", "RS384", "PS256", "ES384"] {
            let header = encode(&json!({"alg": algorithm, "typ": sender.jwt().typ()}));
            for signature in [signature.as_str(), ""] {
                let forged = format!("{header}.{claims}.{signature}");
                assert!(
                    sender.judge(&sender.with(&forged)).is_err(),
                    "{}: {algorithm}",
                    sender.name()
                );
            }
        }
        let with_mac = Jwt::at(sender.place(), &[JwtAlgorithm::Hs256]);
        let mac = Provider::new("mac").jwt_in(with_mac.key(KeyForm::Text).holds_document());
        for key in [sender.keys().1, sender.keys().1.trim()] {
            let forged = Signer::new(mac, key).at(now()).sign(document(sender.jwt())).unwrap();
            assert!(
                sender.judge(&forged).is_err(),
                "{}: the public key as a secret",
                sender.name()
            );
        }
    }
}

#[test]
fn a_key_that_the_token_brings_along_is_not_looked_at() {
    for sender in senders() {
        let other = match sender.jwt().algorithms()[0] {
            JwtAlgorithm::EdDsa => keys::ED25519_OTHER,
            JwtAlgorithm::Es256 => keys::P256_OTHER,
            _ => keys::RSA_OTHER,
        };
        let signer = secrets::signer(sender.0, other).at(now());
        assert!(
            sender.judge(&signer.sign(document(sender.jwt())).unwrap()).is_err(),
            "{}",
            sender.name()
        );
    }
}

#[test]
fn each_claim_that_must_be_there_is_missed() {
    for sender in senders() {
        for claim in sender.jwt().claims() {
            let lacking = sender.signed_with_claims(&|claims| match claim {
                Claim::IsAbsent(name) => drop(claims.insert((*name).to_owned(), json!("x"))),
                claim => drop(
                    claims.remove(claim.name().trim_start_matches('/').split('/').next().unwrap()),
                ),
            });
            assert!(sender.judge(&lacking).is_err(), "{}: {claim:?}", sender.name());
        }
    }
}

#[test]
fn a_document_in_a_token_leaves_no_other_way_of_proof() {
    const TOKEN: Jwt = Jwt::at(Field::Body, &[JwtAlgorithm::Hs256]).holds_document();
    const ELSEWHERE: Jwt = Jwt::at(Field::Json("/t"), &[JwtAlgorithm::Hs256]).holds_document();
    const OTHERS: [&[Scheme]; 4] = [
        &[Scheme::Jwt(TOKEN), Scheme::Token(Token::header("x-acme"))],
        &[Scheme::Jwt(TOKEN), Scheme::Signature(Signature::hmac_sha256("x-acme"))],
        &[Scheme::Jwt(TOKEN), Scheme::Jwt(Jwt::hs256("x-acme"))],
        &[Scheme::Jwt(TOKEN), Scheme::Jwt(ELSEWHERE)],
    ];
    for others in OTHERS {
        let error =
            Provider::new("acme").proved_by(others).secret("made-up").verifier().unwrap_err();
        assert!(matches!(error, ConfigError::BadPlace { .. }), "{error}");
    }
}

/// A provider whose document is a token, with a request of it.
struct Sender(&'static Provider, Request<Bytes>, Verifier);

fn senders() -> impl Iterator<Item = Sender> {
    let tokens = |provider: &&Provider| matches!(provider.document_in(), DocumentIn::Token(_));
    providers::ALL.iter().filter(tokens).map(Sender::new)
}

impl Sender {
    fn new(provider: &'static Provider) -> Self {
        let (signing, verifying) = secrets::of(provider);
        let signer = secrets::signer(provider, signing).at(now());
        let request = signer.sign(document(jwt(provider))).unwrap();
        Self(provider, request, secrets::source(provider, verifying).verifier().unwrap())
    }

    fn name(&self) -> &str {
        self.0.name()
    }

    fn jwt(&self) -> &Jwt {
        jwt(self.0)
    }

    fn place(&self) -> Field {
        self.jwt().place()
    }

    fn keys(&self) -> (&'static str, &'static str) {
        secrets::of(self.0)
    }

    fn genuine(&self) -> Request<Bytes> {
        self.1.clone()
    }

    fn judge(&self, request: &Request<Bytes>) -> Result<Trust, String> {
        match self.2.verify(&RawRequest::from(request), now()) {
            Ok(Verdict::Delivery(verified)) => {
                assert!(verified.covers(Field::Json("/mark")));
                Ok(verified.trust())
            }
            Ok(Verdict::Handshake(_)) => panic!("{} has no handshake", self.name()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn token(&self) -> String {
        let body = self.genuine().into_body();
        match self.place() {
            Field::Json(pointer) => {
                let body: Value = serde_json::from_slice(&body).unwrap();
                body.pointer(pointer).unwrap().as_str().unwrap().to_owned()
            }
            _ => String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// A request with another token.
    fn with(&self, token: &str) -> Request<Bytes> {
        let body = match self.place() {
            Field::Json(pointer) => json!({ &pointer[1..]: token }).to_string(),
            _ => token.to_owned(),
        };
        self.genuine().map(|_| body.into())
    }

    /// A request whose token has other claims, and is signed by the sender.
    fn signed_with_claims(
        &self,
        change: &dyn Fn(&mut serde_json::Map<String, Value>),
    ) -> Request<Bytes> {
        let [_, claims, _] = parts(&self.token());
        let mut claims: Value =
            serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap()).unwrap();
        change(claims.as_object_mut().unwrap());
        let bare = Jwt::at(self.place(), self.jwt().algorithms()).typed(self.jwt().typ());
        let bare = Provider::new("bare").jwt_in(bare.holds_document().without_expiry());
        Signer::new(bare, self.keys().0).at(now()).sign(claims.to_string()).unwrap()
    }
}

fn jwt(provider: &'static Provider) -> &'static Jwt {
    match &provider.schemes()[0] {
        Scheme::Jwt(jwt) => jwt,
        _ => panic!("{provider:?} has no token"),
    }
}

/// A document with all that its sender's tokens have.
fn document(jwt: &Jwt) -> String {
    let mut claims = json!({"mark": "genuine"});
    for claim in jwt.claims() {
        if let Claim::IsPresent(name) = claim {
            claims[name] = json!("made-up");
        }
    }
    claims.to_string()
}

fn parts(token: &str) -> [String; 3] {
    token.split('.').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap()
}

fn encode(json: &Value) -> String {
    BASE64URL_NOPAD.encode(json.to_string().as_bytes())
}
