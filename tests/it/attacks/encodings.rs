//! One signature has one spelling: hex in either case, base64 in its canonical form.

use super::{
    target::{Written, signed, with_header},
    tries::{Try, all_are_accepted, all_are_refused},
};

#[test]
fn base64_has_one_spelling_only() {
    all_are_refused(written(Written::Base64, |good| {
        let (digits, padding) = good.split_at(good.trim_end_matches('=').len());
        let half = good.len() / 2;
        let (left, right) = good.split_at(half);
        let spellings = vec![
            digits.to_owned(),
            format!("{good}="),
            format!("{good}=="),
            format!("{digits} {padding}"),
            format!("{left} {right}"),
            format!("{left}\t{right}"),
            format!(" {good}"),
            format!("{left}={right}"),
            format!("{left}%{right}"),
            format!("{left}-_{right}"),
            with_trailing_bits(digits) + padding,
            good.replace('=', "%3D"),
            good.replace('=', "."),
            format!("\"{good}\""),
        ];
        // A signature whose length is a multiple of three has no padding to play with.
        spellings.into_iter().filter(|spelling| spelling != good).collect()
    }));
}

#[test]
fn the_url_safe_alphabet_is_not_taken_for_the_standard_one() {
    all_are_refused(written(Written::Base64, |good| {
        let safe = good.replace('+', "-").replace('/', "_");
        let safe =
            if safe == good { good.replacen(|c: char| c.is_alphanumeric(), "-", 1) } else { safe };
        vec![safe.clone(), safe.trim_end_matches('=').to_owned()]
    }));
}

#[test]
fn hex_is_digits_only() {
    all_are_refused(written(Written::Hex, |good| {
        let (left, right) = good.split_at(good.len() / 2);
        vec![
            format!("0x{good}"),
            format!("\\x{good}"),
            format!("{good}0"),
            good[1..].to_owned(),
            format!("{left} {right}"),
            format!("{left}:{right}"),
            format!("{left}\t{right}"),
            format!(" {good}"),
            format!("{good} "),
            format!("{}g", &good[1..]),
            format!("+{}", &good[1..]),
            format!("-{}", &good[1..]),
            format!("\"{good}\""),
        ]
    }));
}

#[test]
fn hex_may_be_upper_case() {
    all_are_accepted(written(Written::Hex, |good| vec![good.to_ascii_uppercase()]));
}

#[test]
fn a_signature_in_the_other_encoding_is_refused() {
    let other =
        |written: Written, good: &str| match written {
            Written::Hex => data_encoding::BASE64
                .encode(&data_encoding::HEXLOWER.decode(good.as_bytes()).unwrap()),
            _ => data_encoding::HEXLOWER
                .encode(&data_encoding::BASE64.decode(good.as_bytes()).unwrap()),
        };
    all_are_refused(written(Written::Hex, |good| vec![other(Written::Hex, good)]));
    all_are_refused(written(Written::Base64, |good| vec![other(Written::Base64, good)]));
}

#[test]
fn a_signature_encoded_twice_is_refused() {
    all_are_refused(written(Written::Hex, |good| {
        vec![data_encoding::HEXLOWER.encode(good.as_bytes())]
    }));
    all_are_refused(written(Written::Base64, |good| {
        vec![data_encoding::BASE64.encode(good.as_bytes())]
    }));
}

/// The genuine requests of those that write their signature so, spelled in other ways.
fn written(of: Written, spellings: impl Fn(&str) -> Vec<String>) -> impl Iterator<Item = Try> {
    signed().flat_map(move |target| {
        let header = target.header().filter(|(.., written)| *written == of);
        let tries = header.map(|(name, label, _)| {
            let genuine = target.genuine();
            let good = genuine.headers()[name].to_str().unwrap().strip_prefix(label).unwrap();
            // An empty entry of a list is none.
            let spelled = spellings(good).into_iter().filter(|other| {
                target.separator().is_none_or(|text| other.trim_end_matches(text) != good)
            });
            let spelled = spelled.map(|other| format!("{label}{other}"));
            spelled
                .map(|value| Try::new(target, value.clone(), with_header(&genuine, name, &value)))
                .collect::<Vec<_>>()
        });
        tries.into_iter().flatten()
    })
}

/// The same bytes to a decoder that looks away from the bits behind the last one.
fn with_trailing_bits(digits: &str) -> String {
    let (rest, last) = digits.split_at(digits.len() - 1);
    let at = ALPHABET.find(last).unwrap();
    let next = (at + 1) % ALPHABET.len();
    format!("{rest}{}", &ALPHABET[next..=next])
}

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
