//! No request that is refused costs more than its bound, whatever its shape and its provider.

use std::{
    collections::HashSet,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use allocation_counter::measure;
use bytes::Bytes;
use http::{HeaderName, Request};

use super::{
    HASHED,
    shapes::{bodies, heads},
};
use crate::{
    Field, Provider, RawRequest, Trust, Verdict, Verifier, VerifyError, providers,
    request::WALKED,
    scheme::{HttpSignature, Part, Requirement, Scheme, Signature, TokenPlace},
    testing::Signer,
    verify::{Source, sorted_form::MOST_FIELDS},
};

#[test]
fn the_message_is_hashed_once_for_each_secret_and_url_and_copied_once_at_most() {
    let mut tried = HashSet::new();
    // Many senders prove themselves in the same way.
    for account in accounts().filter(|account| tried.insert(account.proof())) {
        let (verifier, genuine) = (account.verifier(3), account.genuine());
        for (name, request) in bodies(&genuine).chain(heads(&genuine, account.header())) {
            let cost = cost(&verifier, &request);
            let what = format!("{}, {name}: {cost:?}", account.name());
            // A query that is escaped twice takes five bytes for one.
            let message = request.body().len() + 5 * request.uri().to_string().len() + 4096;
            let hashed = message * account.most_bytes_for_one();
            assert!(cost.hashed <= hashed * account.most(&verifier, &request), "{what}");
            assert!(cost.allocated <= message + LIST_OF_FIELDS, "{what}");
            assert!(cost.walked <= 2 * request.body().len(), "{what}");
        }
    }
}

#[test]
fn a_token_costs_no_look_at_the_body() {
    let tokens = accounts()
        .filter(|account| account.trust() == Some(Trust::Token))
        .filter(|account| showing_tokens().contains(account.provider.name()));
    let mut providers = HashSet::new();
    for account in tokens {
        providers.insert(account.provider.name());
        let wrong = Signer::new(account.provider, "another").url(URL).sign("{}").unwrap();
        for (name, request) in bodies(&wrong) {
            let cost = cost(&account.verifier(3), &request);
            assert!(cost.hashed < 1024 && cost.allocated < 1024, "{name}: {cost:?}");
        }
    }
    assert_eq!(providers, showing_tokens());
}

fn showing_tokens() -> HashSet<&'static str> {
    let is_in_head = |scheme: &Scheme| match scheme {
        Scheme::Token(token) => !matches!(
            token.place(),
            TokenPlace::Field(Field::Json(_) | Field::Form(_)) | TokenPlace::EachItem(_)
        ),
        _ => false,
    };
    let shown = |provider: &&Provider| provider.schemes().iter().any(is_in_head);
    providers::ALL.iter().filter(shown).map(Provider::name).collect()
}

#[test]
fn a_form_of_too_many_fields_is_refused_before_any_of_it_is_sorted_or_hashed() {
    let twilio = accounts().find(|account| account.provider == providers::TWILIO).unwrap();
    let genuine = twilio.genuine();
    let form = |fields: usize| {
        let mut request = Signer::new(providers::TWILIO, TEXT).url(URL).sign("a=1").unwrap();
        *request.body_mut() = vec!["a=1"; fields].join("&").into();
        request
    };
    let most = cost(&twilio.verifier(1), &form(MOST_FIELDS));
    let more = cost(&twilio.verifier(1), &form(MOST_FIELDS + 1));
    let many = cost(&twilio.verifier(1), &form(400_000));

    assert_eq!(most.refusal, None, "a repeated pair counts once in the message");
    assert_eq!(more.refusal, Some(VerifyError::TooManyFields { most: MOST_FIELDS }));
    assert_eq!(many.refusal, more.refusal);
    assert_eq!((more.hashed, many.hashed), (0, 0));
    assert!(many.allocated < 1024, "{many:?}");
    assert!(twilio.verifier(1).verify(&received(&genuine), now()).is_ok());
}

#[test]
fn the_pointers_of_all_ways_are_read_in_one_pass() {
    const OF_TWO_MEMBERS: Signature =
        Signature::hmac_sha256("x-unused").found_in(Field::Json("/Signature"));
    const TOPIC: Requirement = Requirement::Is(Field::Json("/TopicArn"), "made-up");
    const WAYS: &[Scheme] = &[
        Scheme::Signature(OF_TWO_MEMBERS.over("{json:/Message}{json:/Type}").requires(&[TOPIC])),
        Scheme::Signature(OF_TWO_MEMBERS.over("{json:/Message}{json:/MessageId}")),
        Scheme::Signature(OF_TWO_MEMBERS.over("{json:/Message}{json:/Subject?Subject:|.}")),
    ];
    let several = Provider::new("acme").proved_by(WAYS).secret("made-up").verifier().unwrap();
    let mut verifiers = vec![("three ways", several)];
    if cfg!(feature = "public-keys") {
        let sns = providers::AWS_SNS.source().setting("topic-arn", "made-up").verifier().unwrap();
        verifiers.push(("aws-sns", sns));
    }
    for (name, verifier) in verifiers {
        let request = forged_notification();
        let cost = cost(&verifier, &request);
        assert!(cost.refusal.is_some(), "{name}");
        assert!(cost.walked <= request.body().len(), "{name}: {cost:?}");
    }
}

/// A message of SNS with a long text, and all else in order but the signature.
fn forged_notification() -> Request<Bytes> {
    let message = "a".repeat(64 * 1024);
    let body = serde_json::json!({
        "Message": message, "MessageId": "1", "SignatureVersion": "2", "Type": "Notification",
        "TopicArn": "made-up", "Timestamp": "2023-11-14T22:13:20.000Z", "Signature": "00".repeat(32),
        "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem",
    });
    Request::post("/in").body(body.to_string().into()).unwrap()
}

#[test]
fn a_query_is_decoded_once_for_all_components_of_all_signatures() {
    const ACME: Provider =
        Provider::new("acme").http_signed_with(HttpSignature::hmac_sha256().covering(&["@method"]));
    let acme = ACME.secret("made-up").verifier().unwrap();
    let query = vec!["a%20long%20name=a%20long%20value"; 200].join("&");
    let request = |signatures: usize, components: usize| {
        let names = (0..components).map(|n| format!(r#""@query-param";name="p{n}""#));
        let names = names.collect::<Vec<_>>().join(" ");
        let labels = || (0..signatures).map(|n| format!("s{n}"));
        let query = (0..components).fold(query.clone(), |query, n| format!("{query}&p{n}=1"));
        let inputs = labels().map(|label| format!(r#"{label}=("@method" {names})"#));
        let shown = labels().map(|label| format!("{label}=:{}:", "A".repeat(43) + "="));
        Request::post(format!("/in?{query}"))
            .header("signature-input", inputs.collect::<Vec<_>>().join(", "))
            .header("signature", shown.collect::<Vec<_>>().join(", "))
            .body(Bytes::new())
            .unwrap()
    };
    let (one, many) = (cost(&acme, &request(1, 1)), cost(&acme, &request(4, 31)));

    assert_eq!(one.refusal, Some(VerifyError::SignatureMismatch));
    assert_eq!(many.refusal, Some(VerifyError::SignatureMismatch));
    assert!(many.allocated < 4 * one.allocated, "{one:?}, {many:?}");
}

#[cfg(feature = "xml")]
#[test]
fn a_form_that_holds_xml_is_hashed_twice_for_each_secret_and_its_document_is_not_read() {
    let account = Account { provider: providers::BRAINTREE, signing: TEXT, verifying: TEXT };
    let xml = "<notification/>".repeat(40_000);
    let payload = crate::scheme::Encoding::Base64.encode(xml.as_bytes());
    let form = format!(
        "bt_signature=made-up%7C{}&bt_payload={}",
        "00".repeat(20),
        payload.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
    );
    let request = Request::post(URL).header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(Bytes::from(form)).unwrap();

    let cost = cost(&account.verifier(3), &request);
    let message = request.body().len() + 4096;
    assert_eq!(cost.refusal, Some(VerifyError::SignatureMismatch));
    assert!(cost.hashed <= 6 * message && cost.hashed > 5 * payload.len(), "{cost:?}");
    assert!(cost.allocated <= message, "the value is copied once: {cost:?}");
}

/// The cost of one request, and the reason why it was refused.
#[derive(Debug)]
struct Cost {
    refusal: Option<VerifyError>,
    hashed: usize,
    /// The bytes of all passes over the document for the values at JSON pointers.
    walked: usize,
    /// In bytes, freed ones included.
    allocated: usize,
}

fn cost(verifier: &Verifier, request: &Request<Bytes>) -> Cost {
    let mut refusal = None;
    HASHED.set(0);
    WALKED.set(0);
    let memory = measure(|| refusal = verifier.verify(&received(request), now()).err());
    let allocated = memory.bytes_total.try_into().unwrap();
    Cost { refusal, hashed: HASHED.get(), walked: WALKED.get(), allocated }
}

/// A provider, with a secret of one of the kinds that it gives out.
struct Account {
    provider: Provider,
    signing: &'static str,
    verifying: &'static str,
}

fn accounts() -> impl Iterator<Item = Account> {
    let all = providers::ALL.iter().flat_map(|provider| {
        SECRETS.map(|(signing, verifying)| Account { provider: *provider, signing, verifying })
    });
    all.filter(|account| account.trust().is_some())
}

impl Account {
    /// Returns how many bytes of the message a byte of the body can become: six, if a control character is
    /// escaped in a JSON string.
    fn most_bytes_for_one(&self) -> usize {
        let signatures = self.provider.schemes().iter().filter_map(Scheme::as_signature);
        let mut parts = signatures.flat_map(|signature| signature.template().parts());
        if parts.any(|part| part == Part::BodyAsJsonString) { 6 } else { 1 }
    }

    fn source(&self) -> Source {
        let source = self.provider.secret(self.verifying).public_url(ORIGIN);
        let settings = self.provider.settings().iter();
        settings.fold(source, |source, (name, _)| source.setting(*name, "made-up"))
    }

    /// A verifier that has to try several secrets.
    fn verifier(&self, secrets: usize) -> Verifier {
        let source = self.source();
        let secrets = secrets.min(self.places());
        (1..secrets).fold(source, |source, _| source.secret(self.verifying)).verifier().unwrap()
    }

    /// The most secrets that the provider takes.
    fn places(&self) -> usize {
        let places = self.provider.schemes().iter().filter_map(|scheme| match scheme {
            Scheme::Signature(signature) if signature.has_key_for_each_place() => {
                Some(signature.further_places().len() + 1)
            }
            _ => None,
        });
        places.min().unwrap_or(usize::MAX)
    }

    fn genuine(&self) -> Request<Bytes> {
        let signer = Signer::new(self.provider, self.signing).url(URL).at(now());
        let settings = self.provider.settings().iter();
        let signer = settings.fold(signer, |signer, (name, _)| signer.setting(*name, "made-up"));
        signer.sign(r#"{"update_id":1,"message":{}}"#).unwrap_or_default()
    }

    /// Returns the trust of a genuine delivery; `None` if the provider gives out no such secret.
    fn trust(&self) -> Option<Trust> {
        let verifier = self.source().verifier().ok()?;
        match verifier.verify(&received(&self.genuine()), now()) {
            Ok(Verdict::Delivery(genuine)) => Some(genuine.trust()),
            _ => None,
        }
    }

    /// The header of the credential, if it is in one.
    fn header(&self) -> Option<HeaderName> {
        let genuine = self.genuine();
        let mut headers = self.provider.schemes().iter().filter_map(|scheme| match scheme.at() {
            Field::Header(name) => name.parse().ok(),
            _ => None,
        });
        headers.find(|name: &HeaderName| genuine.headers().contains_key(name))
    }

    /// Returns the most times that the message may be hashed: once for each secret and each URL, and once for each of
    /// at most four signatures if the key is a public one.
    fn most(&self, verifier: &Verifier, request: &Request<Bytes>) -> usize {
        let is_public = self.signing != self.verifying;
        verifier.most_checks(request.uri()) * if is_public { 4 } else { 1 }
    }

    /// The ways to prove a delivery, and the kind of the secret.
    fn proof(&self) -> String {
        format!("{:?} {}", self.provider.schemes(), self.verifying)
    }

    fn name(&self) -> String {
        format!("{} with `{}`", self.provider.name(), self.verifying)
    }
}

fn received(request: &Request<Bytes>) -> RawRequest<'_> {
    RawRequest::from(request)
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

/// The bytes of a list that has grown to the most fields.
const LIST_OF_FIELDS: usize = 128 * 1024;
const ORIGIN: &str = "https://hooks.example";
const URL: &str = "https://hooks.example/in";
/// Text to most providers, base64 after a prefix to some.
const TEXT: &str = "whsec_bWFkZS11cC1zZWNyZXQ=";
/// The secret that a sender signs with, and the one that a receiver is given.
const SECRETS: [(&str, &str); 4] = [
    (TEXT, TEXT),
    ("made-up", "made-up"),
    (
        "0101010101010101010101010101010101010101010101010101010101010101",
        "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
    ),
    (
        "whsk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
        "whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
    ),
];
