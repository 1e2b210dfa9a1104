//! Senders of one's own whose words fit together badly: start-up refuses them, or a changed request fails.

use bytes::Bytes;
use data_encoding::HEXLOWER;
use hookport::{
    ConfigError, Field, Provider, RawRequest, Trust, Verdict, Verified, VerifyError, event,
    providers,
    scheme::{
        Algorithm, Encoding, Hash, HttpSignature, Jwt, JwtAlgorithm, Part, Scheme, Signature,
        TimeUnit, Token,
    },
    testing::Signer,
};
use http::{Method, Request};
use sha2::{Digest, Sha256, block_api::compress256};

use super::target::{ORIGIN, now, received, with_body, with_header, with_uri};
use crate::kit::secrets;

const MAC: Signature = Signature::hmac_sha256("x-acme");

#[test]
fn a_hash_of_the_body_that_is_not_signed_is_refused_at_start_up() {
    let hashed = |signature: Signature, at| {
        let acme = Provider::new("acme").signed_with(signature.body_hash_in(
            at,
            Hash::Sha256,
            Encoding::Hex,
        ));
        acme.secret("made-up").public_url(ORIGIN).verifier().err()
    };
    let (header, query) = (Field::Header("x-hash"), Field::Query("hash"));
    for (signature, at) in [
        (MAC.over("{header:x-id}"), header),
        (MAC.over("{url}"), header),
        (MAC.over("{header:x-id}"), query),
        (MAC.over("{url}"), Field::Json("/hash")),
        (MAC.over("{header:x-id}{header:x-hash}"), header),
    ] {
        let error = hashed(signature, at);
        assert!(
            matches!(error, Some(ConfigError::BadPlace { setting: "signed_with", .. })),
            "{at}"
        );
    }
    for (signature, at) in [
        (MAC.over("{url}"), query),
        (MAC.over("{path-and-query}"), query),
        (MAC.over("{header:x-id}\n{header:x-hash}"), header),
    ] {
        assert_eq!(hashed(signature, at), None, "{at}");
    }
}

#[test]
fn a_query_that_is_not_signed_is_no_signed_document() {
    let by_body = Provider::new("acme").signed_with(MAC).also_delivers_with_get();
    let sent = Signer::new(by_body, "made-up").method(Method::GET).sign("").unwrap();
    let forged = with_uri(&sent, "/in?type=paid&amount=1000");
    let verified = verify(by_body, &forged).unwrap();

    assert_eq!(verified.trust(), Trust::SignedInPart);
    assert!(!verified.covers(Field::Query("amount")));

    let by_url = Provider::new("acme").signed_with(MAC.over("{url}")).also_delivers_with_get();
    let signer = Signer::new(by_url, "made-up").url(format!("{ORIGIN}/in?type=paid"));
    let sent = signer.method(Method::GET).sign("").unwrap();
    assert_eq!(verify(by_url, &sent).unwrap().trust(), Trust::Signed);
    assert!(verify(by_url, &with_uri(&sent, "/in?type=lost")).is_err());
}

#[test]
fn the_parts_of_a_body_are_no_form_of_pairs() {
    // Somebody wrote the text of the second field, and its sender signed it with the rest.
    let body = "--x\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n{\"type\":\"said\"}\r\n\
                --x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\
                &payload=%7B%22type%22%3A%22forged%22%7D&\r\n--x--\r\n";
    let acme = Provider::new("acme")
        .signed_with(MAC)
        .holds_json_in_form_field("payload")
        .names_event_in(&[Field::Json("/type")]);
    let sent = Signer::new(acme, "made-up").sign(body).unwrap();
    let name = |content_type| {
        let request = with_header(&sent, "content-type", content_type);
        assert!(verify(acme, &request).is_ok(), "the body is the signed one");
        let facts = event::facts(&received(&request), acme.event_name(), &[], acme.document_in());
        facts.ok().and_then(|facts| facts.name)
    };

    assert_eq!(name("multipart/form-data; boundary=x").as_deref(), Some("said"));
    assert_eq!(name("application/x-www-form-urlencoded"), None);
}

#[test]
fn a_value_of_a_request_is_not_that_of_its_events() {
    let acme = Provider::new("acme")
        .signed_with(MAC.over("{json:/id}"))
        .holds_items_at(&["/events"])
        .names_delivery_in(&[Field::Json("/id")]);
    let sent = Signer::new(acme, "made-up").sign(r#"{"id":"1","events":[{"id":"2"}]}"#).unwrap();
    let forged = with_body(&sent, r#"{"id":"1","events":[{"id":"forged"}]}"#);
    let verified = verify(acme, &forged).unwrap();

    assert_eq!(verified.trust(), Trust::SignedInPart);
    assert!(!verified.covers(Field::Json("/id")), "it is the id of an event");
    assert!(verified.covers(Field::Batch("/id")));
}

#[test]
fn a_fixed_text_is_no_credential_and_no_time() {
    const FIXED: Field = Field::Fixed("made-up");
    for provider in [
        Provider::new("acme").token_in(Token::field(FIXED)),
        Provider::new("acme").signed_with(MAC.found_in(FIXED)),
        Provider::new("acme").jwt_in(Jwt::at(FIXED, &[JwtAlgorithm::Hs256])),
        Provider::new("acme").signed_with(
            MAC.timestamp_in(Field::Fixed("1700000000"), TimeUnit::Seconds)
                .over("{timestamp}\n{body}"),
        ),
    ] {
        let error = provider.secret("made-up").verifier().unwrap_err();
        assert!(error.to_string().contains("fixed text"), "{error}");
    }
}

#[test]
fn a_component_that_covers_no_part_of_the_request_is_no_proof_of_it() {
    let acme = Provider::new("acme")
        .http_signed_with(HttpSignature::hmac_sha256().covering(&["x-id"]))
        .also_delivers_with_get();
    let signer = Signer::new(acme, "made-up").at(now()).header("x-id", "1");
    let sent = signer.method(Method::GET).sign("").unwrap();
    let forged = with_uri(&sent, "/in?amount=1000");

    assert_eq!(verify(acme, &forged).unwrap().trust(), Trust::SignedInPart);
}

#[test]
fn bytes_that_are_added_behind_a_plain_hash_are_refused() {
    let acme = Provider::new("acme")
        .signed_with(Signature::plain_hash(Hash::Sha256, "x-acme").over("{secret}{body}"));
    let sent = Signer::new(acme, "made-up").sign("type=said").unwrap();
    assert!(verify(acme, &sent).is_ok());

    let (body, hash) = extended(&sent, "made-up".len(), b"&type=forged");
    let forged = with_header(&with_body(&sent, body.clone()), "x-acme", &hash);
    let genuine = HEXLOWER.encode(&Sha256::digest([b"made-up", &body[..]].concat()));
    assert_eq!(hash, genuine, "the hash is right, and was made without the secret");
    let refused = verify(acme, &forged).unwrap_err();
    assert!(matches!(refused, VerifyError::Malformed { at: Field::Body, .. }), "{refused}");
}

#[test]
fn a_built_in_plain_hash_before_the_body_takes_text_only() {
    let mut tried = 0;
    for provider in providers::ALL {
        let Some(Scheme::Signature(signature)) = provider.schemes().first() else { continue };
        let is_last = signature.template().parts().last() == Some(Part::Body);
        let is_open = matches!(signature.algorithm(), Algorithm::Plain(_)) && is_last;
        // A ciphertext is text, whatever it holds.
        if !is_open || provider.encryption().is_some() {
            continue;
        }
        let (signing, verifying) = secrets::of(provider);
        let sent = secrets::signer(provider, signing).url(format!("{ORIGIN}/in")).at(now());
        let sent = sent.sign(&b"{}\x80"[..]).unwrap();
        let source = secrets::source(provider, verifying).public_url(ORIGIN);
        let refused = source.verifier().unwrap().verify(&RawRequest::from(&sent), now());
        assert!(refused.is_err(), "{}", provider.name());
        tried += 1;
    }
    assert!(tried > 1, "{tried}");
}

/// Returns a longer body and its hash, as somebody makes them who knows the hash of `<secret><body>` and the
/// length of the secret.
fn extended(sent: &Request<Bytes>, secret: usize, added: &[u8]) -> (Vec<u8>, String) {
    let hash = sent.headers()["x-acme"].to_str().unwrap();
    let bytes = HEXLOWER.decode(hash.as_bytes()).unwrap();
    let words: Vec<u32> =
        bytes.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
    let mut state: [u32; 8] = words.try_into().unwrap();
    let padded = |message: usize| {
        let zeros = (64 - (message + 9) % 64) % 64;
        [&[0x80][..], &vec![0; zeros], &(8 * message as u64).to_be_bytes()].concat()
    };
    let body = [&sent.body()[..], &padded(secret + sent.body().len()), added].concat();
    let last = [added, &padded(secret + body.len())].concat();
    let block: [u8; 64] = last.try_into().unwrap();
    compress256(&mut state, &[block]);
    (body, HEXLOWER.encode(&state.map(u32::to_be_bytes).concat()))
}

fn verify(provider: Provider, request: &Request<Bytes>) -> Result<Verified, VerifyError> {
    let acme = provider.secret("made-up").public_url(ORIGIN).verifier().unwrap();
    match acme.verify(&RawRequest::from(request), now())? {
        Verdict::Delivery(verified) => Ok(verified),
        Verdict::Handshake(_) => panic!("it has none"),
    }
}
