//! Keys and signatures of RSA and ECDSA: keys of another kind, keys that everybody knows, numbers out of range.

use data_encoding::BASE64;
use hookport::{
    ConfigError, Secret,
    scheme::{Algorithm, Curve, EcdsaForm, Encoding, Hash, KeyForm, Signature},
};

use super::{
    target::{TARGETS, Target, URL, now, with_header},
    tries::{Try, all_are_refused},
};
use crate::kit::secrets::{self, keys};

#[test]
fn a_key_of_another_kind_is_refused_at_start_up_by_every_provider() {
    for target in with_public_keys() {
        for (kind, key) in PUBLIC_KEYS {
            let fits = kind == kind_of(target.signature().unwrap());
            let refused = refusal(target, key);
            assert!(fits || refused.is_some(), "{}: {kind}", target.name);
        }
        assert!(refusal(target, keys::P521_PUBLIC).is_some(), "{}", target.name);
    }
}

#[test]
fn a_private_key_is_refused_at_start_up_by_its_name() {
    for target in with_pem_keys() {
        let refused = refusal(target, target.signing).unwrap();
        assert!(refused.contains("is a private key"), "{}: {refused}", target.name);
        assert!(!refused.contains("MI"), "{refused}");
    }
}

#[test]
fn a_public_key_is_never_the_secret_of_a_mac() {
    let macs = TARGETS.iter().filter(|target| {
        let is_mac = |signature: &Signature| !has_public_key(signature);
        target.signature().is_some_and(is_mac) && target.provider.schemes().len() == 1
    });
    for target in macs {
        for (kind, key) in PUBLIC_KEYS {
            for key in [key, &without_armour(key)] {
                assert!(refusal(target, key).is_some(), "{}: {kind}", target.name);
            }
        }
    }
}

#[test]
fn a_mac_with_the_public_key_is_no_signature() {
    all_are_refused(with_pem_keys().flat_map(|target| {
        let pem = target.verifying;
        let base64 = &*without_armour(pem);
        [(KeyForm::Text, pem), (KeyForm::Text, pem.trim_end()), (KeyForm::PublicKey, base64)].map(
            |(form, key)| {
                let mac = target.signature().unwrap().computed_with(Algorithm::Hmac(Hash::Sha256));
                let with_mac = target.provider.signed_with(mac.key(form));
                let signer = secrets::signer(&with_mac, key).url(URL).at(now());
                let forged = signer.sign(target.body);
                Try::new(target, format!("HMAC with {form:?}"), forged.unwrap())
            },
        )
    }));
}

#[test]
fn a_short_rsa_key_is_refused_unless_the_sender_has_one() {
    let short = with_pem_keys().filter(|target| {
        let is_rsa = kind_of(target.signature().unwrap()) == "RSA";
        is_rsa && refusal(target, keys::RSA_1024_PUBLIC).is_none()
    });
    assert_eq!(short.map(|target| target.name).collect::<Vec<_>>(), ["cryptapi"]);
}

#[test]
fn a_key_may_be_given_as_a_certificate_or_as_base64() {
    for target in with_pem_keys().filter(|it| kind_of(it.signature().unwrap()) == "RSA") {
        let base64 = without_armour(keys::RSA_PUBLIC);
        for key in [keys::RSA_CERTIFICATE, &base64, &BASE64.encode(keys::RSA_PUBLIC.as_bytes())] {
            assert_eq!(refusal(target, key), None, "{}", target.name);
        }
    }
}

#[test]
fn a_signature_of_another_length_is_refused() {
    all_are_refused(with_public_keys().flat_map(|target| {
        let genuine = bytes(target, &target.genuine());
        let half = &genuine[..genuine.len() / 2];
        [
            Vec::new(),
            half.to_vec(),
            genuine[..genuine.len() - 1].to_vec(),
            genuine[1..].to_vec(),
            [&*genuine, &[0]].concat(),
            [&[0], &*genuine].concat(),
            [&*genuine, &*genuine].concat(),
            vec![0; 100_000],
        ]
        .map(|changed| {
            let what = format!("{} bytes", changed.len());
            Try::new(target, what, with_signature(target, &changed))
        })
    }));
}

#[test]
fn numbers_that_fit_every_message_are_refused() {
    all_are_refused(with_public_keys().flat_map(|target| {
        let len = bytes(target, &target.genuine()).len();
        let number = |number: &[u8]| [&[2, u8::try_from(number.len()).unwrap()], number].concat();
        let der = |r: &[u8], s: &[u8]| {
            let both = [number(r), number(s)].concat();
            [&[0x30, u8::try_from(both.len()).unwrap()], &*both].concat()
        };
        let order = [&[0], &P256_ORDER[..]].concat();
        let mut one = vec![0; len];
        one[len - 1] = 1;
        [
            vec![0; len],
            vec![0xff; len],
            one,
            der(&[0], &[0]),
            der(&[1], &[0]),
            der(&[0], &[1]),
            der(&[1], &[1]),
            der(&order, &order),
            der(&[0x81], &[0x81]),
        ]
        .map(|forged| Try::new(target, format!("{forged:x?}"), with_signature(target, &forged)))
    }));
}

#[test]
fn a_signature_in_the_other_form_of_ecdsa_is_refused() {
    all_are_refused(with_public_keys().filter_map(|target| {
        let Algorithm::Ecdsa(curve, EcdsaForm::Der) = target.signature()?.algorithm() else {
            return None;
        };
        let fixed = Algorithm::Ecdsa(curve, EcdsaForm::Fixed);
        let in_form = target.provider.signed_with(target.signature()?.computed_with(fixed));
        let signer = secrets::signer(&in_form, target.signing).url(URL).at(now());
        let other = signer.sign(target.body);
        Some(Try::new(target, "r and s alone", other.unwrap()))
    }));
}

fn with_public_keys() -> impl Iterator<Item = &'static Target> {
    TARGETS.iter().filter(|target| target.signature().is_some_and(has_public_key))
}

fn with_pem_keys() -> impl Iterator<Item = &'static Target> {
    with_public_keys().filter(|it| it.signature().unwrap().key_form() == KeyForm::PublicKey)
}

fn has_public_key(signature: &Signature) -> bool {
    kind_of(signature) != "secret"
}

fn kind_of(signature: &Signature) -> &'static str {
    match signature.algorithm() {
        Algorithm::Ed25519 => "Ed25519",
        Algorithm::RsaPkcs1(_) | Algorithm::RsaPss(_) => "RSA",
        Algorithm::Ecdsa(Curve::P256, _) => "P-256",
        Algorithm::Ecdsa(..) => "P-384",
        _ => "secret",
    }
}

/// Returns why this key is refused at start-up; `None` if it is taken.
fn refusal(target: &Target, key: &str) -> Option<String> {
    let source = secrets::source(&target.provider, Secret::new(key));
    let source = source.public_url("https://hooks.example");
    match source.verifier() {
        Ok(_) => None,
        Err(error @ ConfigError::WrongKind { .. }) => Some(error.to_string()),
        Err(other) => panic!("{}: {other}", target.name),
    }
}

/// Returns the base64 of a PEM file.
fn without_armour(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

fn bytes(target: &Target, request: &http::Request<bytes::Bytes>) -> Vec<u8> {
    let (name, label, _) = target.header().unwrap();
    let text = request.headers()[name].to_str().unwrap().strip_prefix(label).unwrap();
    codec(target).decode(text.as_bytes()).unwrap()
}

fn with_signature(target: &Target, signature: &[u8]) -> http::Request<bytes::Bytes> {
    let (name, label, _) = target.header().unwrap();
    let value = format!("{label}{}", codec(target).encode(signature));
    with_header(&target.genuine(), name, &value)
}

fn codec(target: &Target) -> data_encoding::Encoding {
    match target.signature().unwrap().encoding() {
        Encoding::Hex => data_encoding::HEXLOWER,
        Encoding::Base64Url => data_encoding::BASE64URL_NOPAD,
        _ => BASE64,
    }
}

const PUBLIC_KEYS: [(&str, &str); 4] = [
    ("RSA", keys::RSA_PUBLIC),
    ("P-256", keys::P256_PUBLIC),
    ("P-384", keys::P384_PUBLIC),
    ("Ed25519", keys::ED25519_PUBLIC),
];
/// FIPS 186-4, D.1.2.3.
const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
