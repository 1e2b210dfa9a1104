//! Documents that are given by hand: nothing is fetched.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hookport::{
    ConfigError, Field, Provider, RawHead, RawRequest, Source, Trust, Verdict, VerifyError,
    scheme::{KeyLocation, Scheme, Signature, UrlPattern},
    testing::Signer,
    verify::FetchedError,
};

use super::keys::{PAIRS, set};

const URL: &str = "https://acme.example/.well-known/jwks.json";
const SIGNED: Signature = Signature::ed25519("x-acme-signature").key_at(KeyLocation::jwks(URL));
const ACME: Provider = Provider::new("acme").signed_with(SIGNED);
const WITH_ID: Provider =
    Provider::new("acme").signed_with(SIGNED.key_named_in(Field::Header("x-acme-key")));

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// Verifies a request that the pair signed, and that names the key `id`.
fn verify(source: Source, pair: usize, id: Option<&str>) -> Result<Trust, VerifyError> {
    let mut signer = Signer::new(ACME, PAIRS[pair].0).at(now());
    if let Some(id) = id {
        signer = signer.header("x-acme-key", id);
    }
    let sent = signer.sign("{}").unwrap();
    let acme = source.verifier().unwrap();
    match acme.verify(&RawRequest::from(&sent), now())? {
        Verdict::Delivery(verified) => {
            assert_eq!(verified.secret_index(), None, "no secret of this receiver was needed");
            Ok(verified.trust())
        }
        Verdict::Handshake(_) => panic!("it has none"),
    }
}

#[test]
fn a_key_of_the_set_that_was_given_is_used() {
    let both = set(&[("one", PAIRS[0].1), ("two", PAIRS[1].1)]);

    for pair in [0, 1] {
        assert_eq!(verify(ACME.source().fetched(URL, both.clone()), pair, None), Ok(Trust::Signed));
    }
    let one = set(&[("one", PAIRS[0].1)]);
    let refused = verify(ACME.source().fetched(URL, one), 1, None);
    assert_eq!(refused, Err(VerifyError::SignatureMismatch));
}

#[test]
fn a_request_that_names_its_key_is_held_against_that_one_only() {
    let both = set(&[("one", PAIRS[0].1), ("two", PAIRS[1].1)]);
    let source = || WITH_ID.source().fetched(URL, both.clone());

    assert_eq!(verify(source(), 1, Some("two")), Ok(Trust::Signed));
    assert_eq!(verify(source(), 1, Some("one")), Err(VerifyError::SignatureMismatch));
    let at = Field::Header("x-acme-key");
    assert_eq!(verify(source(), 1, None), Err(VerifyError::Missing { at }));
    let unnamed = Signer::new(ACME, PAIRS[0].0).sign("{}").unwrap();
    let head = RawHead { method: unnamed.method(), uri: unnamed.uri(), headers: unnamed.headers() };
    let refused = source().verifier().unwrap().check_head(&head, now());
    assert_eq!(refused, Err(VerifyError::Missing { at }), "no body is needed to tell");
    for id in ["three", "ONE", "../one", "https://evil.example/keys", "'or'1'='1"] {
        let error = verify(source(), 0, Some(id)).unwrap_err();
        assert_eq!(error.reason(), "unknown_key", "{id}");
        assert!(!error.to_string().contains(id), "{error}");
    }
}

#[test]
fn a_set_that_is_not_there_makes_a_refusal_that_names_its_url() {
    let url = UrlPattern::new(URL).admits(URL).unwrap();
    let missing = Err(VerifyError::KeyNotFetched { url });

    assert_eq!(verify(ACME.source(), 0, None), missing);
}

#[test]
fn a_document_of_a_url_that_no_key_comes_from_is_found_at_start_up() {
    let one = set(&[("one", PAIRS[0].1)]);
    let refused = |source: Source| source.verifier().unwrap_err();
    let provider = "acme";
    for url in ["https://evil.example/.well-known/jwks.json", "http://acme.example/", "no URL"] {
        let error = refused(ACME.source().fetched(url, one.clone()));
        assert_eq!(error, ConfigError::UnusedFetched { provider, url: url.into() });
    }
    let hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let error = refused(ACME.secret(hex).fetched(URL, one));
    assert_eq!(error, ConfigError::UnusedFetched { provider, url: URL.into() });
}

#[test]
fn a_key_set_without_a_key_for_one_of_two_algorithms_serves_the_other_one() {
    const ECDSA: Signature = Signature::ecdsa_p256("x-acme-signature");
    let both =
        Provider::new("acme").proved_by(
            &const {
                [Scheme::Signature(SIGNED), Scheme::Signature(ECDSA.key_at(KeyLocation::jwks(URL)))]
            },
        );
    let one = set(&[("one", PAIRS[0].1)]);

    assert_eq!(verify(both.source().fetched(URL, one.clone()), 0, None), Ok(Trust::Signed));
    let verifier = both.source().verifier().unwrap();
    let url = UrlPattern::new(URL).admits(URL).unwrap();
    assert_eq!(verifier.take_fetched(&url, one.as_bytes(), now()), Ok(()));
}

#[test]
fn a_fetched_document_serves_until_its_last_instant() {
    let sent = Signer::new(ACME, PAIRS[0].0).at(now()).sign("{}").unwrap();
    let received = RawRequest::from(&sent);
    let verifier = ACME.source().verifier().unwrap();
    let Err(VerifyError::KeyNotFetched { url }) = verifier.verify(&received, now()) else {
        panic!("nothing was fetched")
    };
    let last = now() + Duration::from_secs(60);
    verifier.take_fetched(&url, set(&[("one", PAIRS[0].1)]).as_bytes(), last).unwrap();

    assert!(verifier.verify(&received, last).is_ok());
    let later = verifier.verify(&received, last + Duration::from_secs(1)).unwrap_err();
    assert_eq!(later.reason(), "key_not_fetched");

    // A rotation: the new set takes the place of the old one.
    verifier.take_fetched(&url, set(&[("two", PAIRS[1].1)]).as_bytes(), last).unwrap();
    assert_eq!(verifier.verify(&received, last).unwrap_err(), VerifyError::SignatureMismatch);
    let page = verifier.take_fetched(&url, b"<html>502</html>", last);
    assert_eq!(page, Err(FetchedError::NotAKeySet));
    assert_eq!(verifier.verify(&received, last).unwrap_err(), VerifyError::SignatureMismatch);
}

#[test]
fn a_key_that_is_given_as_a_secret_takes_the_place_of_those_that_are_published() {
    let hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let sent = Signer::new(ACME, PAIRS[0].0).sign("{}").unwrap();
    let verifier = ACME.secret(hex).verifier().unwrap();

    assert!(verifier.verify(&RawRequest::from(&sent), now()).is_ok());
    let other = Signer::new(ACME, PAIRS[1].0).sign("{}").unwrap();
    let refused = verifier.verify(&RawRequest::from(&other), now()).unwrap_err();
    assert_eq!(refused, VerifyError::SignatureMismatch);
}

#[test]
fn a_key_set_at_several_urls_is_refused() {
    let several = KeyLocation::Jwks(UrlPattern::new("https://acme.example/keys/*.json"));
    let acme = Provider::new("acme").signed_with(Signature::ed25519("x-acme").key_at(several));

    let refused = acme.source().verifier().unwrap_err();
    assert!(matches!(refused, ConfigError::BadPlace { setting: "key_at", .. }), "{refused:?}");
}

#[test]
fn a_document_that_is_no_key_set_is_found_at_start_up() {
    let error = ACME.source().fetched(URL, "<html></html>").verifier().unwrap_err();
    let problem = FetchedError::NotAKeySet;
    assert_eq!(error, ConfigError::BadFetched { url: URL.into(), problem });
    // A sender whose keys are secrets needs one.
    assert!(matches!(
        Provider::new("acme").signed_with(Signature::hmac_sha256("x-acme")).source().verifier(),
        Err(ConfigError::NoSecret { provider: "acme" })
    ));
}

#[test]
fn only_four_keys_are_tried_for_a_request_that_names_none() {
    let mut keys = vec![("other", PAIRS[1].1); 4];
    keys.push(("one", PAIRS[0].1));
    let source = || ACME.source().fetched(URL, set(&keys));

    assert_eq!(verify(source(), 0, None), Err(VerifyError::SignatureMismatch));
    let with_id = WITH_ID.source().fetched(URL, set(&keys));
    assert_eq!(verify(with_id, 0, Some("one")), Ok(Trust::Signed));
}

#[cfg(feature = "provider-file")]
#[test]
fn the_place_of_a_key_set_goes_to_toml_and_back() {
    let text = WITH_ID.to_toml();

    assert!(text.contains("jwks = "), "{text}");
    assert_eq!(Provider::from_toml(&text), Ok(WITH_ID));
    let error = Provider::from_toml(&text.replace("https://", "http://")).unwrap_err().to_string();
    assert!(error.contains("the URL of a key must begin with `https://`"), "{error}");
}
