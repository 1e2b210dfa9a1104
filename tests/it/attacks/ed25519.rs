//! Signatures that a lax Ed25519 takes: small order, a second spelling of `S`, zeros.

use super::{
    target::{Target, Written, target, with_header},
    tries::{Try, all_are_refused},
};

#[test]
fn a_second_spelling_of_s_is_refused() {
    all_are_refused(changed("S + L", |signature| {
        let mut carry = 0;
        for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            *byte = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
    }));
}

#[test]
fn high_bits_of_s_are_not_overlooked() {
    for bit in [0x20, 0x40, 0x80] {
        all_are_refused(changed("high bit", move |signature| signature[63] |= bit));
    }
}

#[test]
fn zeros_and_points_of_small_order_are_no_signature() {
    all_are_refused(changed("zeros", |signature| signature.fill(0)));
    all_are_refused(changed("ones", |signature| signature.fill(0xff)));
    all_are_refused(changed("identity, 0", |signature| {
        signature.fill(0);
        signature[0] = 1;
    }));
    all_are_refused(changed("R of order 1", |signature| {
        signature[..32].fill(0);
        signature[0] = 1;
    }));
    all_are_refused(changed("S of zero", |signature| signature[32..].fill(0)));
}

#[test]
fn a_flipped_bit_is_refused_wherever_it_is() {
    for bit in (0..512_usize).step_by(17) {
        all_are_refused(changed("bit", move |signature| signature[bit / 8] ^= 1 << (bit % 8)));
    }
}

#[test]
fn halves_of_two_signatures_make_none() {
    for target in targets() {
        let other = bytes(target, &target.signer().sign("{}").unwrap());
        let swapped = |half: std::ops::Range<usize>| {
            let mut signature = bytes(target, &target.genuine());
            signature[half.clone()].copy_from_slice(&other[half]);
            Try::new(target, "halves", with_signature(target, &signature))
        };
        all_are_refused([swapped(0..32), swapped(32..64), swapped(0..64)]);
    }
}

/// The genuine requests with `change` made to their signature.
fn changed(what: &'static str, change: impl Fn(&mut [u8])) -> Vec<Try> {
    targets()
        .map(|target| {
            let mut signature = bytes(target, &target.genuine());
            change(&mut signature);
            Try::new(target, what, with_signature(target, &signature))
        })
        .into()
}

fn targets() -> [&'static Target; 2] {
    [target("discord"), target("standard-webhooks, Ed25519")]
}

fn bytes(target: &Target, request: &http::Request<bytes::Bytes>) -> Vec<u8> {
    let (name, label, written) = target.header().unwrap();
    let text = request.headers()[name].to_str().unwrap().strip_prefix(label).unwrap();
    codec(written).decode(text.as_bytes()).unwrap()
}

fn with_signature(target: &Target, signature: &[u8]) -> http::Request<bytes::Bytes> {
    let (name, label, written) = target.header().unwrap();
    let value = format!("{label}{}", codec(written).encode(signature));
    with_header(&target.genuine(), name, &value)
}

fn codec(written: Written) -> data_encoding::Encoding {
    if written == Written::Hex { data_encoding::HEXLOWER } else { data_encoding::BASE64 }
}

/// The order of the base point, little-endian (RFC 8032 section 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];
