//! Old, future and oddly written times, under signatures that are genuine otherwise.

use std::time::Duration;

use bytes::Bytes;
use hookport::{
    Field, Provider, VerifyError,
    scheme::{Grammar, Scheme, Signature, TimeUnit},
    testing::Signer,
};
use http::{HeaderValue, Request};

use super::{
    target::{NOW, TARGETS, Target, at, now, target, with_header},
    tries::{Try, all_are_accepted, all_are_refused_because},
};

#[test]
fn what_is_older_than_the_tolerance_is_stale() {
    let old = timed().flat_map(|target| {
        let tolerance = tolerance(target);
        [tolerance + 1, 2 * tolerance, 86_400, NOW].map(|age| signed_at(target, NOW - age))
    });
    all_are_refused_because(old, |error| matches!(error, VerifyError::Stale { .. }));
}

#[test]
fn what_comes_from_further_ahead_than_the_tolerance_is_refused() {
    let ahead = timed().flat_map(|target| {
        let tolerance = tolerance(target);
        [tolerance + 1, 2 * tolerance, 86_400, NOW].map(|ahead| signed_at(target, NOW + ahead))
    });
    all_are_refused_because(ahead, |error| matches!(error, VerifyError::Future { .. }));
}

#[test]
fn what_lies_exactly_at_the_tolerance_is_accepted() {
    all_are_accepted(timed().flat_map(|target| {
        let tolerance = tolerance(target);
        let ahead = target.signature().unwrap().most_ahead().unwrap().as_secs();
        [NOW - tolerance, NOW + ahead].map(|time| signed_at(target, time))
    }));
}

#[test]
fn a_tolerance_without_end_still_wants_a_time_in_range() {
    for target in timed() {
        let verifier = target.source().tolerance(Duration::MAX).verifier().unwrap();
        for time in [0, 1, NOW, 4_000_000_000] {
            let request = target.signer().at(at(time)).sign(target.body).unwrap();
            let verdict = verifier.verify(&super::target::received(&request), now());
            assert!(verdict.is_ok(), "{} {time}: {verdict:?}", target.name);
        }
    }
}

#[test]
fn a_tolerance_of_nothing_accepts_this_instant_only() {
    for target in timed() {
        let verifier = target.source().tolerance(Duration::ZERO).verifier().unwrap();
        for (time, accepted) in [(NOW, true), (NOW - 1, false), (NOW + 1, false)] {
            let request = target.signer().at(at(time)).sign(target.body).unwrap();
            let verdict = verifier.verify(&super::target::received(&request), now());
            assert_eq!(verdict.is_ok(), accepted, "{} {time}", target.name);
        }
    }
}

#[test]
fn a_changed_timestamp_is_refused_even_if_it_is_fresh() {
    let changed = with_time_header().flat_map(|(target, name, unit)| {
        let fresh = match unit {
            TimeUnit::Milliseconds => "1700000001000",
            TimeUnit::Rfc3339 => "2023-11-14T22:13:21Z",
            TimeUnit::Rfc3339WithoutOffset => "2023-11-14T22:13:21",
            _ => "1700000001",
        };
        let padded = target.genuine().headers()[name].to_str().unwrap().to_owned();
        [fresh.to_owned(), format!("0{padded}")]
            .map(|text| Try::new(target, text.clone(), with_header(&target.genuine(), name, &text)))
    });
    let stripe = target("stripe");
    let value = stripe.genuine().headers()["stripe-signature"].to_str().unwrap().to_owned();
    let stripe = ["t=1700000001", "t=01700000000"].map(|t| {
        let value = value.replace("t=1700000000", t);
        Try::new(stripe, t, with_header(&stripe.genuine(), "stripe-signature", &value))
    });
    all_are_refused_because(changed.chain(stripe), |error| {
        matches!(error, VerifyError::SignatureMismatch | VerifyError::Malformed { .. })
    });
}

#[test]
fn a_signed_time_that_is_no_unix_time_is_malformed() {
    let odd = unix().flat_map(|(target, name)| ODD.iter().map(move |text| odd(target, name, text)));
    all_are_refused_because(odd, |error| matches!(error, VerifyError::Malformed { .. }));
}

#[test]
fn the_forger_of_odd_times_is_believed_where_the_time_is_plain() {
    all_are_accepted(unix().map(|(target, name)| odd(target, name, "1700000000")));
    let twitch = target("twitch");
    let name = twitch.time_header().unwrap().0;
    all_are_accepted([odd(twitch, name, "2023-11-14T22:13:20Z")]);
    let orb = target("orb");
    all_are_accepted([odd(orb, orb.time_header().unwrap().0, "2023-11-14T22:13:20")]);
    all_are_accepted([odd_stripe("1700000000")]);
}

#[test]
fn a_signed_time_that_is_no_rfc_3339_time_is_malformed() {
    let twitch = target("twitch");
    let odd = ODD_RFC3339.iter().map(|text| odd(twitch, twitch.time_header().unwrap().0, text));
    all_are_refused_because(odd, |error| matches!(error, VerifyError::Malformed { .. }));
    let orb = target("orb");
    let others = ODD_RFC3339.iter().filter(|text| **text != "2023-11-14T22:13:20");
    let odd = others.chain(&["2023-11-14T22:13:20Z"]);
    let odd = odd.map(|text| self::odd(orb, orb.time_header().unwrap().0, text));
    all_are_refused_because(odd, |error| matches!(error, VerifyError::Malformed { .. }));
}

#[test]
fn an_odd_time_in_stripes_header_is_malformed() {
    let odd = ODD.iter().filter(|text| !text.is_empty()).map(|text| odd_stripe(text));
    all_are_refused_because(odd, |error| matches!(error, VerifyError::Malformed { .. }));
}

#[test]
fn two_times_or_none_in_stripes_header_are_malformed() {
    let stripe = target("stripe");
    let value = stripe.genuine().headers()["stripe-signature"].to_str().unwrap().to_owned();
    let (_, signature) = value.split_once(',').unwrap();
    let values = [
        format!("{value},t=1700000000"),
        format!("t=1,{value}"),
        signature.to_owned(),
        format!("T=1700000000,{signature}"),
        format!("t,{signature}"),
        format!("t=,{signature}"),
    ];
    all_are_refused_because(
        values.map(|value| {
            Try::new(
                stripe,
                value.clone(),
                with_header(&stripe.genuine(), "stripe-signature", &value),
            )
        }),
        |error| matches!(error, VerifyError::Malformed { .. }),
    );
}

#[test]
fn digits_of_other_scripts_are_refused() {
    let foreign = ["١٧٠٠٠٠٠٠٠٠", "１７００００００００", "१७००००००००"];
    let tries = with_time_header().flat_map(|(target, name, _)| {
        foreign.map(|text| {
            let mut request = target.genuine();
            let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
            request.headers_mut().insert(name, value);
            Try::new(target, text, request)
        })
    });
    all_are_refused_because(tries, |error| matches!(error, VerifyError::Unreadable(_)));
}

/// The request of a forger who holds the key and writes the time as he likes.
fn odd(target: &'static Target, header: &'static str, text: &str) -> Try {
    let forger = Provider::new("forger").signed_with(careless(target, header));
    let signer = Signer::new(forger, target.signing).header(header, text);
    Try::new(target, text, signer.sign(target.genuine().into_body()).unwrap())
}

/// The target's own scheme, with its timestamp taken for a mere header.
fn careless(target: &Target, header: &'static str) -> Signature {
    let schemes = target.provider.schemes().iter();
    let (_, label, _) = target.header().unwrap();
    let own = schemes.filter_map(|scheme| match scheme {
        Scheme::Signature(signature) => Some(*signature),
        _ => None,
    });
    let own = own.clone().nth(usize::from(label == "v1a,")).or(own.clone().next()).unwrap();
    let template = own.template().to_string();
    assert!(template.contains("{timestamp}"), "{} signs its timestamp", target.name);
    let template = template.replace("{timestamp}", &format!("{{header:{header}}}"));
    own.timestamp_in(Field::Query("nowhere"), TimeUnit::Seconds).over(template.leak())
}

fn odd_stripe(text: &str) -> Try {
    let label: &'static str = format!("t={text},v1=").leak();
    let signature = Signature::hmac_sha256("stripe-signature")
        .written_as(Grammar::Prefix(label))
        .over("{header:x-odd}.{body}");
    let stripe = target("stripe");
    let forger = Provider::new("forger").signed_with(signature);
    let request: Request<Bytes> =
        Signer::new(forger, stripe.signing).header("x-odd", text).sign(stripe.body).unwrap();
    Try::new(stripe, text, request)
}

fn signed_at(target: &'static Target, seconds: u64) -> Try {
    let request = target.signer().at(at(seconds)).sign(target.body).unwrap();
    Try::new(target, format!("at {seconds}"), request)
}

fn timed() -> impl Iterator<Item = &'static Target> {
    TARGETS.iter().filter(|target| target.is_timed())
}

fn with_time_header() -> impl Iterator<Item = (&'static Target, &'static str, TimeUnit)> {
    TARGETS.iter().filter_map(|target| {
        let (name, unit) = target.time_header()?;
        Some((target, name, unit))
    })
}

fn unix() -> impl Iterator<Item = (&'static Target, &'static str)> {
    let seconds = with_time_header().filter(|(.., unit)| *unit == TimeUnit::Seconds);
    seconds.map(|(target, name, _)| (target, name))
}

fn tolerance(target: &Target) -> u64 {
    target.tolerance().unwrap()
}

const ODD: &[&str] = &[
    "1700000000000",
    "1700000000000000",
    "1700000000.0",
    "1.7e9",
    "1e9",
    "+1700000000",
    "-1700000000",
    "1700000000 ",
    " 1700000000",
    "1_700_000_000",
    "0x6553f100",
    "nan",
    "inf",
    "null",
    "1700000000abc",
    "99999999999999999999",
    "18446744073709551616",
    "9223372036854775808",
    "253402300800",
    "2023-11-14T22:13:20Z",
    "1700000000Z",
    "-0",
    "--1",
];

const ODD_RFC3339: &[&str] = &[
    "1700000000",
    "2023-11-14",
    "2023-11-14T22:13:20",
    "20231114T221320Z",
    "2023-11-14T22:13Z",
    "2023-11-14T22:13:20.Z",
    "2023-11-14T22:13:20+0000",
    "2023-11-14T22:13:20+00",
    "2023-11-14T22:13:20Z ",
    " 2023-11-14T22:13:20Z",
    "2023-11-14T24:13:20Z",
    "2023-11-14T22:61:20Z",
    "2023-13-14T22:13:20Z",
    "2023-02-30T22:13:20Z",
    "+2023-11-14T22:13:20Z",
    "-2023-11-14T22:13:20Z",
    "12023-11-14T22:13:20Z",
    "2023-11-14T22:13:20+24:00",
    "2023-11-14T22:13:20+00:60",
    "2023-W46-2T22:13:20Z",
    "0000-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "Tue, 14 Nov 2023 22:13:20 GMT",
    "now",
];
