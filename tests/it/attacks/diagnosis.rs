//! What the operator is told about a refused delivery: what went wrong, and rightly.

use hookport::{
    Secret, Verifier, VerifyError,
    verify::{BodyChange, Diagnosis, Pasted},
};

use super::target::{NOW, TARGETS, Target, at, now, received, signed, target, with_body};

#[test]
fn a_secret_pasted_with_something_around_it_is_told() {
    let pasted = [
        ("\n", "", Pasted::WhiteSpace),
        ("", "\n", Pasted::WhiteSpace),
        ("", "\r\n", Pasted::WhiteSpace),
        (" ", " ", Pasted::WhiteSpace),
        ("\"", "\"", Pasted::Quotes),
        ("'", "'", Pasted::Quotes),
        ("`", "`", Pasted::Quotes),
    ];
    for target in as_text() {
        for (before, after, what) in pasted {
            let secret = format!("{before}{}{after}", target.verifying);
            let verifier = with_secret(target, &secret);
            let told = diagnosed(&verifier, &target.genuine());
            assert_eq!(told, Diagnosis::SecretPastedWith(what), "{} {secret:?}", target.name);
        }
    }
}

#[test]
fn a_body_changed_on_its_way_is_told() {
    let changes: [(&str, &str, BodyChange); 6] = [
        (r#"{"a":1}"#, "{\"a\":1}\n", BodyChange::EndAdded),
        (r#"{"a":1}"#, "{\"a\":1} \r\n ", BodyChange::EndAdded),
        ("{\"a\":1}\n", r#"{"a":1}"#, BodyChange::EndCut),
        ("{\n\"a\":1}", "{\r\n\"a\":1}", BodyChange::LineEndings),
        ("{\r\n\"a\":1}", "{\n\"a\":1}", BodyChange::LineEndings),
        (r#"{"a":[1,"x y"]}"#, "{\n  \"a\": [ 1, \"x y\" ]\n}", BodyChange::Reserialised),
    ];
    for target in signed() {
        for (sent, came, change) in changes {
            let request = with_body(&target.signer().sign(sent).unwrap(), came);
            let Err(error) = target.judge(&request) else { panic!("{}: accepted", target.name) };
            let told = target.verifier().diagnose(&received(&request), now(), &error);
            let expected = match error {
                VerifyError::BodyHashMismatch => Diagnosis::AsRefused(error),
                _ => Diagnosis::BodyChanged(change),
            };
            assert_eq!(told, expected, "{} {came:?}", target.name);
        }
    }
}

#[test]
fn a_clock_that_is_off_is_told() {
    for target in TARGETS.iter().filter(|target| target.is_timed()) {
        for (signed_at, word) in
            [(NOW - 90_000, "ago"), (NOW + 90_000, "check this machine's clock")]
        {
            let request = target.signer().at(at(signed_at)).sign(target.body).unwrap();
            let told = diagnosed(&target.verifier(), &request);
            assert!(matches!(told, Diagnosis::AsRefused(_)), "{}", target.name);
            assert!(told.to_string().contains(word), "{}: {told}", target.name);
        }
    }
}

#[test]
fn a_wrong_secret_is_told_and_a_suspect_in_it_is_named() {
    for target in as_text() {
        for (secret, suspect) in [
            ("another", None),
            ("another\n", Some(Pasted::WhiteSpace)),
            ("'another'", Some(Pasted::Quotes)),
        ] {
            let told = diagnosed(&with_secret(target, secret), &target.genuine());
            assert_eq!(told, Diagnosis::WrongSecret { suspect }, "{} {secret:?}", target.name);
        }
    }
}

#[test]
fn a_forgery_is_not_taken_for_an_accident() {
    for target in signed().filter(|target| !target.name.starts_with("twilio")) {
        let request = with_body(&target.genuine(), r#"{"type":"forged"}"#);
        let told = diagnosed(&target.verifier(), &request);
        assert_eq!(told, Diagnosis::WrongSecret { suspect: None }, "{}", target.name);
    }
}

#[test]
fn a_diagnosis_is_never_an_acceptance() {
    // The other forms that a diagnosis tries are known to it alone.
    for target in signed() {
        let sent = target.signer().sign("{\"a\":1}\n").unwrap();
        let request = with_body(&sent, "{\"a\":1}");
        let error = target.judge(&request).unwrap_err();
        let verifier = target.verifier();
        drop(verifier.diagnose(&received(&request), now(), &error));
        assert_eq!(verifier.verify(&received(&request), now()).unwrap_err(), error);
    }
}

/// Those that use the text of a secret as it is: a decoded one with a line break is refused earlier.
fn as_text() -> impl Iterator<Item = &'static Target> {
    ["github", "meta", "shopify", "slack", "square", "stripe", "telegram", "twitch", "xero", "zoom"]
        .into_iter()
        .map(target)
}

fn with_secret(target: &Target, secret: &str) -> Verifier {
    let source = target.provider.secret(Secret::new(secret));
    source.public_url(super::target::ORIGIN).verifier().unwrap()
}

fn diagnosed(verifier: &Verifier, request: &http::Request<bytes::Bytes>) -> Diagnosis {
    let error = verifier.verify(&received(request), now()).unwrap_err();
    verifier.diagnose(&received(request), now(), &error)
}
