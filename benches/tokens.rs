//! JSON Web Tokens: hookport against the primitive alone, which gets the signed text and the signature as
//! bytes. The key is given, or lies in a key set that was fetched before.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, KeyInit, Mac};
use hookport::{
    Provider, RawRequest, Verifier,
    scheme::{Claim, Jwt, KeyLocation},
};
use hookport_benches::{bench::Case, options::Options};
use http::Request;
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
        RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
        UnparsedPublicKey,
    },
};
use sha2::Sha256;

fn main() {
    let options = Options::from_args();
    hs256(&options);
    rs256(&options);
    es256(&options);
}

fn hs256(options: &Options) {
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    let mac = |text: &[u8]| key.clone().chain_update(text);
    let token = Token::new("HS256", |text| mac(text).finalize().into_bytes().to_vec());
    let alone = || mac(token.signed.as_bytes()).verify_slice(&token.signature).expect("genuine");
    let verifier = of(Jwt::hs256("authorization")).secret(SECRET).verifier().expect("usable");
    let case = Case::new("hs256").against("the primitive alone", alone);
    case.add("hookport, its key given", || token.verify(&verifier)).run(options);
}

fn rs256(options: &Options) {
    let pair = RsaKeyPair::from_pkcs8(&der(RSA)).expect("a key");
    let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public());
    let token = Token::new("RS256", |text| {
        let mut signature = vec![0; pair.public().modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).expect("signed");
        signature
    });
    let alone = || {
        let signed = token.signed.as_bytes();
        public.verify(&RSA_PKCS1_2048_8192_SHA256, signed, &token.signature).expect("genuine");
    };
    let (n, e) = (BASE64URL_NOPAD.encode(&public.n), BASE64URL_NOPAD.encode(&public.e));
    let key = format!(r#""kty":"RSA","n":"{n}","e":"{e}""#);
    token.run("rs256", Jwt::rs256("authorization"), RSA_PUBLIC, &key, alone, options);
}

fn es256(options: &Options) {
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der(P256), &random);
    let pair = pair.expect("a key");
    let point = pair.public_key().as_ref();
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
    let token =
        Token::new("ES256", |text| pair.sign(&random, text).expect("signed").as_ref().to_vec());
    let alone = || public.verify(token.signed.as_bytes(), &token.signature).expect("genuine");
    let [x, y] = [1..33, 33..65].map(|part| BASE64URL_NOPAD.encode(&point[part]));
    let key = format!(r#""kty":"EC","crv":"P-256","x":"{x}","y":"{y}""#);
    token.run("es256", Jwt::es256("authorization"), P256_PUBLIC, &key, alone, options);
}

/// A request with a token that is valid for an hour.
struct Token {
    signed: String,
    signature: Vec<u8>,
    request: Request<Bytes>,
}

impl Token {
    fn new(algorithm: &str, sign: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let header = format!(r#"{{"alg":"{algorithm}","kid":"key-2","typ":"JWT"}}"#);
        let claims = format!(
            r#"{{"iss":"https://acme.example","aud":"https://shop.example/hooks","sub":"1234567890","iat":{now},"exp":{}}}"#,
            now + 3600,
        );
        let [header, claims] = [header, claims].map(|it| BASE64URL_NOPAD.encode(it.as_bytes()));
        let signed = format!("{header}.{claims}");
        let signature = sign(signed.as_bytes());
        let shown = format!("Bearer {signed}.{}", BASE64URL_NOPAD.encode(&signature));
        let request = Request::post("/hooks").header("authorization", shown);
        let request = request.body("{}".into()).expect("a request");
        Self { signed, signature, request }
    }

    fn verify(&self, verifier: &Verifier) {
        let received = RawRequest::from(&self.request);
        verifier.verify(&received, SystemTime::now()).expect("genuine");
    }

    /// Compares the primitive with hookport, which is given the key or finds it among three of a set.
    fn run(
        &self,
        case: &'static str,
        jwt: Jwt,
        public: &str,
        key: &str,
        alone: impl FnMut() + Clone,
        options: &Options,
    ) {
        let given = of(jwt).secret(public).verifier().expect("a usable key");
        let keys = ["key-1", "key-2", "key-3"].map(|id| format!(r#"{{"kid":"{id}",{key}}}"#));
        let set = format!(r#"{{"keys":[{}]}}"#, keys.join(","));
        let published = of(jwt.key_at(KeyLocation::jwks(KEYS))).source().fetched(KEYS, set);
        let published = published.verifier().expect("a usable set");
        Case::new(case)
            .against("the primitive alone", alone)
            .add("hookport, its key given", || self.verify(&given))
            .add("hookport, its key in a set", || self.verify(&published))
            .run(options);
    }
}

fn of(jwt: Jwt) -> Provider {
    const CLAIMS: &[Claim] =
        &[Claim::Is("iss", "https://acme.example"), Claim::Is("aud", "https://shop.example/hooks")];
    Provider::new("acme").jwt_in(jwt.after("Bearer").with_claims(CLAIMS))
}

fn der(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    BASE64.decode(base64.as_bytes()).expect("base64")
}

const SECRET: &str = "made-up-secret-of-thirty-two-bytes";
const KEYS: &str = "https://acme.example/.well-known/jwks.json";
const RSA: &str = include_str!("../tests/keys/rsa.pem");
const RSA_PUBLIC: &str = include_str!("../tests/keys/rsa.pub.pem");
const P256: &str = include_str!("../tests/keys/p256.pem");
const P256_PUBLIC: &str = include_str!("../tests/keys/p256.pub.pem");
