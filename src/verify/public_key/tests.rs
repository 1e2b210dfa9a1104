use data_encoding::BASE64;

use super::{Jwk, KeyError, LEAST_RSA_BITS, PublicKey, VerifyingKey};
use crate::{
    Secret,
    scheme::{Algorithm, Curve, EcdsaForm, Hash, KeyForm},
};

#[test]
fn another_implementation_has_made_each_kind_of_signature() {
    for (algorithm, name, signature) in signatures() {
        let Ok(key) = verifying(name, algorithm, 1024) else {
            assert_eq!((algorithm, name), (Algorithm::RsaPkcs1(Hash::Sha384), "rsa_1024"));
            continue;
        };
        assert!(key.has_signed(MESSAGE, &signature), "{algorithm:?} {name}");
        assert!(!key.has_signed(b"another message", &signature), "{algorithm:?} {name}");
    }
}

#[test]
fn a_signature_is_no_signature_of_another_algorithm_or_key() {
    let all = signatures();
    for (algorithm, name, _) in &all {
        let Ok(key) = verifying(name, *algorithm, 1024) else { continue };
        for (other, others, signature) in &all {
            let is_same = other == algorithm && others == name;
            assert_eq!(key.has_signed(MESSAGE, signature), is_same, "{algorithm:?}, {other:?}");
        }
    }
}

#[test]
fn no_byte_of_a_signature_can_be_changed_added_or_left_out() {
    for (algorithm, name, signature) in signatures() {
        let Ok(key) = verifying(name, algorithm, 1024) else { continue };
        for at in 0..signature.len() {
            let mut changed = signature.clone();
            changed[at] ^= 0x10;
            assert!(!key.has_signed(MESSAGE, &changed), "{algorithm:?}, byte {at}");
            assert!(!key.has_signed(MESSAGE, &signature[..at]), "{algorithm:?}, cut at {at}");
        }
        for added in [[&*signature, &[0]].concat(), [&[0], &*signature].concat()] {
            assert!(!key.has_signed(MESSAGE, &added), "{algorithm:?}");
        }
    }
}

#[test]
fn a_key_is_read_in_each_of_its_forms() {
    let spki = read("rsa.pub.pem").unwrap();

    assert_eq!(read("rsa.pkcs1.pem").unwrap(), spki);
    assert_eq!(read("rsa.cert.pem").unwrap(), spki);
}

#[test]
fn a_key_of_another_kind_is_refused_by_its_name() {
    for (name, algorithm, found) in [
        ("rsa", Algorithm::Ed25519, "an RSA public key"),
        ("rsa", P256, "an RSA public key"),
        ("p256", Algorithm::RsaPkcs1(Hash::Sha256), "a P-256 public key"),
        ("p256", Algorithm::Ecdsa(Curve::P384, EcdsaForm::Der), "a P-256 public key"),
        ("p384", P256, "a P-384 public key"),
        ("ed25519", P256, "an Ed25519 public key"),
        ("ed25519", Algorithm::Hmac(Hash::Sha256), "an Ed25519 public key"),
    ] {
        let refused = verifying(name, algorithm, LEAST_RSA_BITS).unwrap_err();
        assert_eq!(refused, KeyError::OtherKind { found }, "{name}");
    }
    let found = if cfg!(feature = "p521") {
        KeyError::OtherKind { found: "a P-521 public key" }
    } else {
        KeyError::Unsupported
    };
    let refused = read("p521.pub.pem").and_then(|key| key.verifying(P256, LEAST_RSA_BITS));
    assert_eq!(refused.unwrap_err(), found);
}

#[test]
fn private_keys_are_refused() {
    for name in ["rsa", "rsa_1024", "p256", "p384", "p521", "ed25519"] {
        assert_eq!(read(&format!("{name}.pem")), Err(KeyError::Private), "{name}");
    }
}

#[test]
fn short_rsa_keys_are_refused_unless_they_are_allowed() {
    let sha256 = Algorithm::RsaPkcs1(Hash::Sha256);
    let short = |algorithm, least| verifying("rsa_1024", algorithm, least).map(drop);
    let too_short = Err(KeyError::RsaLength { bits: 1024 });

    assert_eq!(short(sha256, LEAST_RSA_BITS), too_short);
    assert_eq!(short(sha256, 1024), Ok(()));
    assert_eq!(short(Algorithm::RsaPss(Hash::Sha256), 1024), too_short);
    let tiny = PublicKey::from_rsa(&[0xff; 127], &[1, 0, 1]);
    assert_eq!(tiny, Err(KeyError::RsaLength { bits: 1016 }));
    let huge = PublicKey::from_rsa(&[0xff; 1025], &[1, 0, 1]);
    assert_eq!(huge, Err(KeyError::RsaLength { bits: 8200 }));
}

#[test]
fn exponents_and_points_that_prove_nothing_are_refused() {
    for exponent in [&[][..], &[1], &[2], &[1, 0], &[2, 0, 0, 0, 1, 1]] {
        let refused = PublicKey::from_rsa(&[0xff; 256], exponent);
        assert_eq!(refused, Err(KeyError::RsaExponent), "{exponent:?}");
    }
    assert_eq!(PublicKey::from_rsa(&[0xfe; 256], &[3]), Err(KeyError::Weak));
    for point in [vec![], vec![0], vec![4; 65], [vec![4], vec![0; 64]].concat(), vec![2; 33]] {
        let refused = PublicKey::from_point(Curve::P256, &point);
        assert_eq!(refused, Err(KeyError::NotOnCurve), "{point:?}");
    }
    for (first, error) in [(0, KeyError::Weak), (1, KeyError::Weak), (2, KeyError::NotOnCurve)] {
        let mut key = [0; 32];
        key[0] = first;
        assert_eq!(PublicKey::from_bytes(&key), Err(error), "{first}");
    }
}

#[test]
fn the_halves_of_an_ecdsa_signature_lie_between_zero_and_the_order_of_the_curve() {
    for (name, algorithm, order) in curves() {
        let (key, genuine) =
            (verifying(name, algorithm, LEAST_RSA_BITS).unwrap(), fixed(algorithm));
        let (r, s) = genuine.split_at(order.len());
        for half in [vec![0; order.len()], vec![0xff; order.len()], order.clone()] {
            assert!(!key.has_signed(MESSAGE, &[&half, s].concat()), "{name}");
            assert!(!key.has_signed(MESSAGE, &[r, &half].concat()), "{name}");
            assert!(!key.has_signed(MESSAGE, &[&*half, &half].concat()), "{name}");
        }
        // The same number, once around: in the bytes of P-521 there is room for it.
        for (r, s) in [(sum(r, &order), s.to_vec()), (r.to_vec(), sum(s, &order))] {
            assert!(!key.has_signed(MESSAGE, &[r, s].concat()), "{name}");
        }
    }
}

#[test]
fn the_second_ecdsa_signature_of_a_message_is_accepted_like_the_first() {
    for (name, algorithm, order) in curves() {
        let (key, genuine) =
            (verifying(name, algorithm, LEAST_RSA_BITS).unwrap(), fixed(algorithm));
        let (r, s) = genuine.split_at(order.len());
        let second = [r, &difference(&order, s)].concat();
        assert!(key.has_signed(MESSAGE, &second), "{name}");
    }
}

/// The curves of this build, each with a signature in two halves and its order.
fn curves() -> Vec<(&'static str, Algorithm, Vec<u8>)> {
    let p521_order = [&[0x01, 0xff][..], &[0xff; 31], &P521_ORDER_END].concat();
    let p521 = Algorithm::Ecdsa(Curve::P521, EcdsaForm::Fixed);
    let all = [("p256", P256_FIXED, P256_ORDER.to_vec()), ("p521", p521, p521_order)].into_iter();
    all.filter(|(name, ..)| cfg!(feature = "p521") || *name != "p521").collect()
}

fn fixed(algorithm: Algorithm) -> Vec<u8> {
    signatures().into_iter().find(|(it, ..)| *it == algorithm).unwrap().2
}

/// Returns a sum of big-endian numbers, less what does not fit.
fn sum(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let digits = one.iter().zip(other).rev().map(|(one, other)| {
        let digit = u16::from(*one) + u16::from(*other) + carry;
        carry = digit >> 8;
        digit.to_be_bytes()[1]
    });
    let mut digits: Vec<_> = digits.collect();
    digits.reverse();
    digits
}

/// Returns a difference of big-endian numbers: the sum with the complement, and one.
fn difference(larger: &[u8], smaller: &[u8]) -> Vec<u8> {
    let complement: Vec<_> = smaller.iter().map(|byte| !byte).collect();
    let mut one = vec![0; smaller.len()];
    one[smaller.len() - 1] = 1;
    sum(&sum(larger, &complement), &one)
}

#[test]
fn der_of_a_signature_has_one_spelling() {
    let key = verifying("p256", P256, LEAST_RSA_BITS).unwrap();
    let (_, _, genuine) = signatures().into_iter().find(|(it, ..)| *it == P256).unwrap();
    let numbers = &genuine[2..];
    let r_len = usize::from(numbers[1]);
    let with_len = |len: &[u8], numbers: &[u8]| [&[0x30], len, numbers].concat();
    let padded = [&[2, numbers[1] + 1, 0], &numbers[2..]].concat();
    let len = genuine[1];

    for (what, signature) in [
        ("a long length", with_len(&[0x81, len], numbers)),
        ("an endless length", with_len(&[0x80], &[numbers, &[0, 0]].concat())),
        ("a zero in front", with_len(&[len + 1], &padded)),
        ("bytes inside", with_len(&[len + 2], &[numbers, &[5, 0]].concat())),
        ("bytes behind", [&*genuine, &[0, 0]].concat()),
        ("one number", with_len(&[numbers[1] + 2], &numbers[..r_len + 2])),
    ] {
        assert!(!key.has_signed(MESSAGE, &signature), "{what}");
    }
}

#[test]
fn web_keys_are_read_by_their_members() {
    let p256 = read("p256.pub.pem").unwrap();
    let PublicKey::Ec(key) = &p256 else { panic!("another kind") };
    let point = key.point();
    let url = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
    let (x, y) = (url(&point[1..33]), url(&point[33..]));
    let jwk = |more: &str| {
        let text = format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"{more}}}"#);
        PublicKey::from_jwk(&serde_json::from_str::<Jwk>(&text).unwrap())
    };

    assert_eq!(jwk("").unwrap(), p256);
    assert_eq!(jwk(r#","use":"sig","key_ops":["verify"],"alg":"ES256","kid":"1""#).unwrap(), p256);
    assert_eq!(jwk(r#","use":"enc""#), Err(KeyError::OtherUse));
    assert_eq!(jwk(r#","key_ops":["encrypt"]"#), Err(KeyError::OtherUse));
    assert_eq!(jwk(r#","d":"AAAA""#), Err(KeyError::Private));
    let too_long = format!(r#"{{"kty":"EC","crv":"P-256","x":"{}","y":"{y}"}}"#, url(&point[..33]));
    for (text, error) in [
        (r#"{"kty":"oct","k":"bWFkZS11cA"}"#, KeyError::Unsupported),
        (r#"{"kty":"EC","crv":"P-384","x":"AAAA","y":"AAAA"}"#, KeyError::NotOnCurve),
        (&too_long, KeyError::Unreadable),
        (r#"{"kty":"RSA","n":"_w","e":"AQAB"}"#, KeyError::RsaLength { bits: 8 }),
        (r#"{"kty":"RSA","e":"AQAB"}"#, KeyError::Unreadable),
        (r#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#, KeyError::Unreadable),
        (r#"{"kty":"OKP","crv":"X25519","x":"AA"}"#, KeyError::Unsupported),
    ] {
        let jwk: Jwk = serde_json::from_str(text).unwrap();
        assert_eq!(PublicKey::from_jwk(&jwk), Err(error), "{text}");
    }
}

#[test]
fn what_is_no_key_is_refused_and_never_panics() {
    let spki = KeyForm::PublicKey.key(&Secret::new(file("p384.pub.pem"))).unwrap();
    for len in 0..spki.len() {
        assert!(PublicKey::from_bytes(&spki[..len]).is_err(), "cut at {len}");
    }
    for at in 0..spki.len() {
        let mut changed = spki.to_vec();
        changed[at] ^= 1;
        assert_ne!(PublicKey::from_bytes(&changed).ok(), PublicKey::from_bytes(&spki).ok());
    }
    assert_eq!(PublicKey::from_bytes(&[&**spki, &[0]].concat()), Err(KeyError::Unreadable));
}

fn verifying(name: &str, algorithm: Algorithm, least: usize) -> Result<VerifyingKey, KeyError> {
    read(&format!("{name}.pub.pem")).unwrap().verifying(algorithm, least)
}

fn read(file: &str) -> Result<PublicKey, KeyError> {
    PublicKey::from_bytes(&KeyForm::PublicKey.key(&Secret::new(self::file(file))).unwrap())
}

fn signatures() -> Vec<(Algorithm, &'static str, Vec<u8>)> {
    let line = |line: &'static str| {
        let [algorithm, name, signature] = *line.split(' ').collect::<Vec<_>>() else {
            panic!("{line}");
        };
        (self::algorithm(algorithm), name, BASE64.decode(signature.as_bytes()).unwrap())
    };
    let all = include_str!("../../../tests/keys/signatures.txt").lines();
    all.filter(|line| cfg!(feature = "p521") || !line.starts_with("p521")).map(line).collect()
}

fn algorithm(name: &str) -> Algorithm {
    let hash = |name| match name {
        "sha1" => Hash::Sha1,
        "sha256" => Hash::Sha256,
        "sha384" => Hash::Sha384,
        "sha512" => Hash::Sha512,
        _ => panic!("{name}"),
    };
    match name.split_once('-') {
        None => Algorithm::Ed25519,
        Some(("rsa", name)) => Algorithm::RsaPkcs1(hash(name)),
        Some(("pss", name)) => Algorithm::RsaPss(hash(name)),
        Some((curve, form)) => Algorithm::Ecdsa(
            match curve {
                "p256" => Curve::P256,
                "p384" => Curve::P384,
                _ => Curve::P521,
            },
            if form == "der" { EcdsaForm::Der } else { EcdsaForm::Fixed },
        ),
    }
}

fn file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys");
    std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

const MESSAGE: &[u8] = b"made-up message";
const P256: Algorithm = Algorithm::Ecdsa(Curve::P256, EcdsaForm::Der);
const P256_FIXED: Algorithm = Algorithm::Ecdsa(Curve::P256, EcdsaForm::Fixed);
/// FIPS 186-4, D.1.2.3.
const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
/// FIPS 186-4, D.1.2.5: the bytes behind `01ff…ff`.
const P521_ORDER_END: [u8; 33] = [
    0xfa, 0x51, 0x86, 0x87, 0x83, 0xbf, 0x2f, 0x96, 0x6b, 0x7f, 0xcc, 0x01, 0x48, 0xf7, 0x09, 0xa5,
    0xd0, 0x3b, 0xb5, 0xc9, 0xb8, 0x89, 0x9c, 0x47, 0xae, 0xbb, 0x6f, 0xb7, 0x1e, 0x91, 0x38, 0x64,
    0x09,
];
