//! Tokens that are signed with a private key, whose public half the receiver is given. Both genuine ones
//! were made for the official SDKs of Saleor and of Google, which accept them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use hookport::{
    Provider, RawRequest, Trust, Verdict, VerifyError,
    scheme::{Claim, Jwt, JwtAlgorithm},
    testing::Signer,
};
use http::Request;
use sha2::Sha256;

/// `Authorization: Bearer <token>`, which does not cover the body.
const BEARER: Provider = Provider::new("bearer").jwt_in(
    Jwt::rs256("authorization")
        .after("Bearer")
        .ends_within(Duration::from_secs(24 * 3600))
        .with_claims(&[
            Claim::IsOneOf("iss", &["https://accounts.google.com", "accounts.google.com"]),
            Claim::IsTrue("email_verified"),
        ]),
);

/// A detached token that signs the raw body.
const DETACHED: Provider =
    Provider::new("detached").jwt_in(Jwt::rs256("saleor-signature").detached_unencoded());

#[test]
fn a_genuine_token_and_a_genuine_detached_one_are_accepted() {
    assert_eq!(judge(BEARER, BEARER_KEY, &bearer(), at(BEARER_NOW)), Ok(Trust::SignedInPart));
    assert_eq!(judge(DETACHED, DETACHED_KEY, &detached(), now()), Ok(Trust::Signed));
}

#[test]
fn a_detached_token_covers_each_byte_of_the_body() {
    for at in 0..DETACHED_BODY.len() {
        let mut changed = detached();
        let mut body = changed.body().to_vec();
        body[at] ^= 1;
        *changed.body_mut() = body.into();
        let judged = judge(DETACHED, DETACHED_KEY, &changed, now());
        assert_eq!(judged, Err("signature_mismatch"), "byte {at}");
    }
}

#[test]
fn an_encoded_body_is_no_raw_one_and_an_attached_payload_is_no_detached_one() {
    const ENCODED: Provider =
        Provider::new("encoded").jwt_in(Jwt::rs256("saleor-signature").detached());
    const ATTACHED: Provider =
        Provider::new("attached").jwt_in(Jwt::rs256("saleor-signature").without_expiry());
    for other in [ENCODED, ATTACHED] {
        assert_eq!(judge(other, DETACHED_KEY, &detached(), now()), Err("malformed_value"));
    }

    let (header, signature) = DETACHED_TOKEN.split_once("..").unwrap();
    let payload = BASE64URL_NOPAD.encode(DETACHED_BODY.as_bytes());
    let mut attached = detached();
    let token = format!("{header}.{payload}.{signature}").parse().unwrap();
    attached.headers_mut().insert("saleor-signature", token);
    assert_eq!(judge(DETACHED, DETACHED_KEY, &attached, now()), Err("malformed_value"));
}

#[test]
fn a_public_key_is_never_the_secret_of_a_mac() {
    for key in [BEARER_KEY, BEARER_KEY.trim(), &BEARER_KEY.replace('\n', "")] {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
        let [_, claims, _] = BEARER_TOKEN.split('.').collect::<Vec<_>>().try_into().unwrap();
        let header = BASE64URL_NOPAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
        mac.update(format!("{header}.{claims}").as_bytes());
        let code = BASE64URL_NOPAD.encode(&mac.finalize().into_bytes());
        let forged = with_token(&format!("Bearer {header}.{claims}.{code}"));

        let judged = judge(BEARER, BEARER_KEY, &forged, at(BEARER_NOW));
        assert_eq!(judged, Err("unsupported_algorithm"));

        let symmetric = Provider::new("symmetric").jwt_in(Jwt::hs256("authorization"));
        assert!(symmetric.secret(BEARER_KEY).verifier().is_err(), "a public key is no secret");
    }
}

#[test]
fn algorithms_with_secrets_and_with_public_keys_are_never_accepted_together() {
    let both: &'static [_] = &[JwtAlgorithm::Rs256, JwtAlgorithm::Hs256];
    let refused = std::panic::catch_unwind(|| Jwt::rs256("authorization").signed_by(both));

    assert!(refused.is_err());
}

#[test]
fn another_algorithm_of_the_same_key_and_another_key_are_refused() {
    let rs512 = Provider::new("other").jwt_in(
        Jwt::rs256("saleor-signature").signed_by(&[JwtAlgorithm::Rs512]).detached_unencoded(),
    );
    assert_eq!(judge(rs512, DETACHED_KEY, &detached(), now()), Err("unsupported_algorithm"));
    assert_eq!(judge(DETACHED, BEARER_KEY, &detached(), now()), Err("signature_mismatch"));
    assert!(
        Provider::new("other").jwt_in(Jwt::es256("x-sig")).secret(BEARER_KEY).verifier().is_err()
    );
}

#[test]
fn a_token_that_lives_longer_than_its_sender_issues_any_is_refused() {
    const SHORT: Provider = Provider::new("short")
        .jwt_in(Jwt::rs256("authorization").after("Bearer").ends_within(Duration::from_secs(60)));
    assert_eq!(judge(SHORT, BEARER_KEY, &bearer(), at(BEARER_NOW)), Err("lives_too_long"));
}

#[test]
fn a_token_from_the_future_is_refused_although_it_has_not_expired() {
    let early = at(BEARER_NOW - 1000);
    assert_eq!(judge(BEARER, BEARER_KEY, &bearer(), early), Err("future_timestamp"));
}

#[test]
fn a_tolerance_prolongs_no_token() {
    const EXPIRES: u64 = 1_767_666_504;
    for tolerance in [Duration::from_secs(24 * 3600), Duration::MAX] {
        let verifier = BEARER.secret(BEARER_KEY).tolerance(tolerance).verifier().unwrap();
        let judge = |now| verifier.verify(&RawRequest::from(&bearer()), at(now));

        assert!(judge(EXPIRES - 1).is_ok());
        assert_eq!(judge(EXPIRES + 60).unwrap_err().reason(), "expired");
    }
}

#[test]
fn a_token_without_an_end_is_refused_where_its_life_is_bounded() {
    const ENDLESS: Jwt = Jwt::hs256("x-token").without_expiry();
    let endless = Provider::new("acme").jwt_in(ENDLESS);
    let bounded = Provider::new("acme").jwt_in(ENDLESS.ends_within(Duration::from_secs(60)));
    let sent = Signer::new(endless, "made-up").at(now()).sign("{}").unwrap();

    assert_eq!(judge(endless, "made-up", &sent, now()), Ok(Trust::SignedInPart));
    assert_eq!(judge(bounded, "made-up", &sent, now()), Err("missing_claim"));
}

fn judge(
    provider: Provider,
    key: &str,
    request: &Request<Bytes>,
    now: SystemTime,
) -> Result<Trust, &'static str> {
    let verifier = provider.secret(key).verifier().unwrap();
    match verifier.verify(&RawRequest::from(request), now) {
        Ok(Verdict::Delivery(proved)) => Ok(proved.trust()),
        Ok(Verdict::Handshake(_)) => panic!("there is no handshake"),
        Err(error) => Err(VerifyError::reason(&error)),
    }
}

fn bearer() -> Request<Bytes> {
    with_token(&format!("Bearer {BEARER_TOKEN}"))
}

fn with_token(token: &str) -> Request<Bytes> {
    Request::post("/in").header("authorization", token).body(Bytes::from("{}")).unwrap()
}

fn detached() -> Request<Bytes> {
    let request = Request::post("/in").header("saleor-signature", DETACHED_TOKEN);
    request.body(Bytes::from(DETACHED_BODY)).unwrap()
}

fn now() -> SystemTime {
    at(BEARER_NOW)
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

const BEARER_NOW: u64 = 1_767_662_913;
const BEARER_KEY: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs16K3b4Zsu6eWEf+0MT5
2WctpapEaka/lP9X6IirUOwUKg9W6PvxteeMyvmjfSbGMNyLPpYvqM5pHpHtS9nE
8nvwYa66afYeRkvCVtUEqwPAXyu32IzJJfmglj6g5Jp2LciXUY4TQ273k5vcGLoU
dheYmMtzd6towbTar8TUvcIbFJxuthwF9aBxCj6K6YqPUECXVhtLhCtyR9CNytR/
EI7eG47xY5Kln0oFo0mmZPJmJo2bMyblh/+i5he7Mgd8vG8wb8yXnIveSZ00lLoC
Bk+FLDbFP9bYWl9GXiZvNwMwQJ8PSVdMGD5nKiemaKXnRyL88Bc5MfGGi4rFjrTA
/QIDAQAB
-----END PUBLIC KEY-----
";
const BEARER_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjljZmFiMTgyMjg5MzAxYzYzMWQwYjczM2NjMDVhZWE1OWU1Y2I0OTIiLCJ0eX\
    AiOiJKV1QifQ.eyJhdWQiOiJodHRwczovL3Zpb2xldC1xZjRpcW8uZXhhbXBsZS5jb20vaG9va3MvZ29vZ2xlLXB1Y\
    nN1YiIsImF6cCI6IjQzNjUxMzE0NzM4Mzc5MDU4NzAzMSIsImVtYWlsIjoicHVic3ViLXB1c2hAcXVhcnR6LTk3ODA\
    yMy5pYW0uZ3NlcnZpY2VhY2NvdW50LmNvbSIsImVtYWlsX3ZlcmlmaWVkIjp0cnVlLCJleHAiOjE3Njc2NjY1MDQsI\
    mlhdCI6MTc2NzY2MjkwNCwiaXNzIjoiaHR0cHM6Ly9hY2NvdW50cy5nb29nbGUuY29tIiwic3ViIjoiNDM2NTEzMTQ\
    3MzgzNzkwNTg3MDMxIn0.Qb9UuaYQB81KuD_fi4Gob0beuq9z7amdQi8bPjBnz90-2GoltNh5AFiUaC9bd2I0mrjzR\
    FMS3j5-Tmw0RSngstuQ0M4YoZgAs_xSropGG2HowJVWsyS3tw4fRWr3aIztpY_Ki5AjtUwJW7RfKYmp_P_HL8w5yeE\
    wPyNkw2wbVVi0VcysCpUpTzRGPzsvoaU_8BmrBx0qkTqZOCUdVROtIkHCXT4mI4hxsWjs6uPlao0c01XX8w6V43gFP\
    mYrLrtCHDOcR3seJKTR7Yo0ScNqATsMC7ZSLZKnm1b5ZvWtkfr2jyg5yzUNsIKB3b0k7nPtC219J2LNeJsgWoItG4n\
    Zwg";
const DETACHED_KEY: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAw+YmAvp5Vo3vwQT+xVYM
+luvxaoMX6oI1m9YB6rDeiLBwiXnT6ST9U2XQLNQb1qqsvc/kc3LfRXlMwq82jSu
WUgN4Lmpn6dMgFTscx6mlkSxzjwxuQJuAPxkcdSpwvsDGuOY5nP5UqI6Zcoe32ve
V0aoVZuvC/xYojCqMRdRwe/yiVE1lA0674JDcuGWi9iWVVowU0KQmtnjs8ejI31O
hTagvYQyfcc2M4y9vdOz9kOErOAaSo6ELZ2pSU6yxRwtfYG7/pxoipLPzNpTkqgx
WF9Omc4iOm7rWluRscv8NzRqo7bD32u4J67tF9TtvsqlCn3GDUxErw2FzTWbt9Yz
VQIDAQAB
-----END PUBLIC KEY-----
";
const DETACHED_TOKEN: &str = "eyJhbGciOiJSUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il0sImtpZCI6IlJrSEVLdG4wYkR0NFllV3ciLC\
    J0eXAiOiJKV1QifQ..IDC1e-UiHNzPBg5W2X1ElkRTcaW7DtOIOrmk8MHkj_aH_dlGtN6hApive9_qjgfexynFVler\
    cMgVG_kNcGZvH1U3rGCRfedTrjBqR5-2fYk96Kyknk3F9GBlnnPyfInW0HcujbqcMVsHqOy5sNfxW8DGBAW-_dY_Ih\
    3S1Ep2WQeTt4g_I6E4c49AWTnSzGompk6vNM0l74DcjjYFUzZYHnw-rxoiB-mj6ULv3EFK07DiE3SkOejhXXMZ3HZD\
    JC7roPeCzguEBWgtIyzSrkNod9YOsLrkpEkiOUABMlmmPSsN_yNMzpmPNqdCGHJZPCfBs_qljf48WEckUgOPbyLbuw";
const DETACHED_BODY: &str = r#"{"id":"T3JkZXI6ZmQwZTg2NjUtZGQ1OS00MjcyLTlmNWEtYjk3OWU1YTA5ZWZm","type":"Order","meta":{"issued_at":"2026-05-23T11:02:37.900Z","version":"3.20.4","issuing_principal":{"id":"VXNlcjox","type":"user"}},"number":"5650","customerNote":"maple sample slate 850"}"#;
