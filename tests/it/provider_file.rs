//! Senders of one's own in TOML.

use std::time::Duration;

use hookport::{
    Field, Provider,
    provider_file::ProviderFileError,
    providers,
    scheme::{HttpSignature, KeyLocation},
};

#[test]
fn every_built_in_provider_goes_to_toml_and_back() {
    for provider in providers::ALL {
        let text = provider.to_toml();
        assert_eq!(Provider::from_toml(&text).as_ref(), Ok(provider), "{text}");
    }
}

#[test]
fn the_places_of_a_batch_go_to_toml_and_back() {
    const AT: Provider = Provider::new("acme")
        .holds_items_at(&["/events/*/list", ""])
        .names_event_in(&[Field::Json("/type"), Field::Batch("/object")]);

    for provider in [AT, Provider::new("acme").holds_items_in_lines()] {
        let text = provider.to_toml();
        assert_eq!(Provider::from_toml(&text), Ok(provider), "{text}");
    }
    for wrong in ["[]", "['events']", "['/1/2/3/4/5/6/7/8/9']"] {
        let text = format!("name = 'acme'\nholds-items.at = {wrong}");
        let error = Provider::from_toml(&text).unwrap_err();
        assert!(error.to_string().starts_with("line 2, `holds-items"), "{error}");
    }
}

#[test]
fn a_text_is_kept_once() {
    let read = || Provider::from_toml("name = 'kept-once'").unwrap();

    assert!(std::ptr::eq(read().name(), read().name()));
}

#[test]
fn a_mistake_is_told_with_line_and_key_and_what_is_allowed() {
    for (text, line, sentence) in [
        (
            "names = 'acme'",
            Some(1),
            "line 1, `names`: unknown field `names`, expected one of `name`, ",
        ),
        ("", None, "`name`: expected a name in kebab-case: `acme-pay`"),
        ("name = 'Acme Pay'", Some(1), "line 1, `name`: expected a name in kebab-case: `acme-pay`"),
        (
            "name = 'acme'\nwaits-at-most = '5'",
            Some(2),
            "line 2, `waits-at-most`: `5` is no duration: ",
        ),
        ("name = 'acme'\nexpects = 42", Some(2), "line 2, `expects`: invalid status code"),
        (
            "name = 'acme'\n\n[[proved-by]]\nsignature.found-in = 'header:x-sig'\n",
            Some(4),
            "line 4, `proved-by[0].signature`: missing field `algorithm`",
        ),
        (
            &signed("algorithm = { hmac = 'sha255' }\nfound-in = 'header:x-sig'"),
            Some(4),
            "line 4, `proved-by[0].signature.algorithm.hmac`: unknown variant `sha255`, expected one of `sha1`, ",
        ),
        (
            &signed("algorithm = { hmac = 'sha256' }\nfound-in = 'x-sig'"),
            Some(5),
            "line 5, `proved-by[0].signature.found-in`: `x-sig` is no place: expected `header:NAME`, ",
        ),
        (
            &signed("algorithm = { hmac = 'sha256' }\nfound-in = 'header:x sig'"),
            Some(5),
            "line 5, `proved-by[0].signature.found-in`: `x sig` cannot be the name of a header",
        ),
        (
            &signed("algorithm = { hmac = 'sha256' }\nfound-in = 'header:x-sig'\nover = '{boby}'"),
            Some(6),
            "line 6, `proved-by[0].signature.over`: unknown word `{boby}`, at byte 0 of template `{boby}`: ",
        ),
    ] {
        let error = Provider::from_toml(text).unwrap_err();
        assert_eq!(error.line(), line, "{error}");
        assert!(error.to_string().starts_with(sentence), "{error}\nis not\n{sentence}");
    }
}

#[test]
fn facts_that_do_not_fit_together_are_refused_as_in_a_constant() {
    for (signature, sentence) in [
        (
            "fresh-within = '5m'",
            "signature of provider `acme` has no place for its timestamp: see ",
        ),
        (
            "timestamp-in = { at = 'header:x-time', unit = 'seconds' }",
            "timestamp of provider `acme` is not signed: sign it by `{timestamp}` in ",
        ),
        (
            "written-as = { list = { separator = '=', prefix = '' } }",
            "separator of provider `acme` can be a part of a signature: see ",
        ),
        (
            "requires = [{ is-setting = ['header:x-key', 'app-key'] }]",
            "provider `acme` has no setting `app-key`",
        ),
    ] {
        let base = "algorithm = { hmac = 'sha256' }\nfound-in = 'header:x-sig'\n";
        let error = Provider::from_toml(&signed(&format!("{base}{signature}"))).unwrap_err();
        assert!(matches!(error, ProviderFileError::Contradiction(_)), "{error}");
        assert!(error.to_string().starts_with(sentence), "{error}");
    }
}

#[test]
fn what_fails_open_is_refused_as_in_a_constant() {
    let base = "algorithm = { hmac = 'sha256' }\nfound-in = 'header:x-sig'\n";
    let time = "at = 'header:x-time', unit = 'seconds'";
    for (lines, sentence) in [
        ("over = 'v0:'".to_owned(), "no word for a part of the request"),
        ("over = '{timestamp}{body}'".to_owned(), "has no place for its timestamp"),
        (format!("timestamp-in = {{ {time} }}\nfresh-within = '5m'"), "is not signed"),
        ("over = '{json:type}{body}'".to_owned(), "without its first `/`"),
        ("over = '{header:x id}{body}'".to_owned(), "cannot be the name of a header"),
        (
            "body-hash-in = ['header:x-hash', 'sha256', 'hex']\nover = '{url}'".to_owned(),
            "the hash of the body is not signed itself",
        ),
    ] {
        let error =
            Provider::from_toml(&signed(&format!("{base}{lines}"))).unwrap_err().to_string();
        assert!(error.contains(sentence), "{lines}: {error}");
    }
    for (lines, setting) in [
        ("names-event-in = ['json:type']", "type"),
        ("names-delivery-in = ['header:x id']", "x id"),
    ] {
        let file = format!("name = 'acme'\n{lines}\n");
        assert!(Provider::from_toml(&file).unwrap_err().to_string().contains(setting));
    }
    let fixed = signed("algorithm = { hmac = 'sha256' }\nfound-in = 'fixed:made-up'");
    assert!(Provider::from_toml(&fixed).unwrap_err().to_string().contains("fixed text"));
}

#[test]
fn no_text_makes_a_panic() {
    for text in
        ["name", "name = ", "= 1", "[[[[", "name = 1", "name = 1979-05-27", "\0", "proved-by = 1"]
    {
        assert!(Provider::from_toml(text).is_err(), "{text}");
    }
    let nested = format!("name = 'acme'\nnames-event-in = {}", "[".repeat(10_000));
    assert!(Provider::from_toml(&nested).is_err());
    let long = format!("name = 'acme' # {}", "x".repeat(64 * 1024));
    assert_eq!(Provider::from_toml(&long), Err(ProviderFileError::TooLong));
}

/// Returns a file with these lines in the table of a signature, from line 4 on.
fn signed(lines: &str) -> String {
    format!("name = 'acme'\n[[proved-by]]\n[proved-by.signature]\n{lines}\n")
}

#[test]
fn an_http_signature_goes_to_toml_and_back() {
    const RFC: HttpSignature = HttpSignature::ed25519()
        .covering(&["@method", "content-digest"])
        .labelled("sig1")
        .tagged("acme")
        .key_at(KeyLocation::jwks("https://acme.example/keys"))
        .fresh_within(Duration::from_secs(300));
    const DRAFT: HttpSignature =
        HttpSignature::hmac_sha256().in_draft_form("authorization").covering(&["date", "digest"]);

    for signature in [RFC, DRAFT] {
        let provider = Provider::new("acme").http_signed_with(signature);
        let text = provider.to_toml();
        assert_eq!(Provider::from_toml(&text), Ok(provider), "{text}");
    }
    let wrong = "name = 'acme'\n[[proved-by]]\nhttp-signature.algorithm = { hmac = 'sha256' }\nhttp-signature.covering = ['@status']\n";
    let error = Provider::from_toml(wrong).unwrap_err();
    assert!(
        error.to_string().contains("no signature of this form covers such a component"),
        "{error}"
    );
}
