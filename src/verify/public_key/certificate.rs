//! Certificates (X.509): their validity and extensions, beside the key.

use std::time::SystemTime;

use super::der::{self, Der};
use crate::scheme::TimeUnit;

/// Returns whether a certificate is valid at a time; never, if it cannot be read.
pub(crate) fn is_valid_at(certificate: &[u8], time: SystemTime) -> bool {
    let valid = Contents::read(certificate).and_then(|contents| validity(contents.validity));
    valid.is_some_and(|(first, last)| (first..=last).contains(&time))
}

/// Returns whether a certificate has the extension of this id, as its dotted numbers.
pub(crate) fn has_extension(certificate: &[u8], id: &str) -> bool {
    let id = object_identifier(id);
    let Some((id, mut all)) = id.zip(Contents::read(certificate).and_then(|it| it.extensions))
    else {
        return false;
    };
    while let Some(mut extension) = all.sequence() {
        if extension.value(der::OBJECT_IDENTIFIER) == Some(&*id) {
            return true;
        }
    }
    false
}

/// The parts of a certificate that are looked at.
struct Contents<'a> {
    validity: Der<'a>,
    extensions: Option<Der<'a>>,
}

impl<'a> Contents<'a> {
    fn read(certificate: &'a [u8]) -> Option<Self> {
        let mut signed = Der::new(certificate).sequence()?.sequence()?;
        if signed.is_next(der::EXPLICIT_0) {
            signed.value(der::EXPLICIT_0)?;
        }
        signed.value(der::INTEGER)?;
        for _ in ["algorithm", "issuer"] {
            signed.sequence()?;
        }
        let validity = signed.sequence()?;
        for _ in ["subject", "key"] {
            signed.sequence()?;
        }
        for unique_id in [IMPLICIT_1, IMPLICIT_2] {
            if signed.is_next(unique_id) {
                signed.value(unique_id)?;
            }
        }
        let extensions = match signed.value(EXPLICIT_3) {
            Some(bytes) => Some(Der::new(bytes).sequence()?),
            None => None,
        };
        Some(Self { validity, extensions })
    }
}

/// Returns the first and the last second.
fn validity(mut times: Der<'_>) -> Option<(SystemTime, SystemTime)> {
    let first = time(&mut times)?;
    let last = time(&mut times)?;
    times.end()?;
    Some((first, last))
}

/// Reads `260225061320Z`, a year from 1950 to 2049, or `20500225061320Z`.
fn time(times: &mut Der<'_>) -> Option<SystemTime> {
    let is_short = times.is_next(UTC_TIME);
    let text = times.value(if is_short { UTC_TIME } else { GENERALIZED_TIME })?;
    let text = std::str::from_utf8(text).ok().filter(|text| text.is_ascii())?;
    let century = match text.get(..2)? {
        _ if !is_short => "",
        year if year < "50" => "20",
        _ => "19",
    };
    let text = format!("{century}{text}");
    let [year, rest] = [text.get(..4)?, text.get(4..)?];
    let part = |at: usize| rest.get(at..at + 2);
    let (month, day, hour, minute) = (part(0)?, part(2)?, part(4)?, part(6)?);
    let second = rest.get(8..).filter(|rest| rest.len() == 3)?;
    TimeUnit::Rfc3339.parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}"))
}

/// Returns the DER of dotted numbers.
fn object_identifier(dotted: &str) -> Option<Vec<u8>> {
    let numbers = dotted.split('.').map(|number| number.parse::<u32>().ok());
    let numbers = numbers.collect::<Option<Vec<_>>>()?;
    let (&[first, second], rest) = numbers.split_first_chunk()?;
    let first = first.checked_mul(40)?.checked_add(second)?;
    let mut bytes = Vec::new();
    for number in [first].iter().chain(rest) {
        let septets = (0..5).rev().map(|place| (number >> (7 * place)) & 0x7f);
        let mut septets: Vec<_> = septets.skip_while(|septet| *septet == 0).collect();
        let last = septets.pop().unwrap_or(0);
        bytes.extend(septets.iter().filter_map(|septet| u8::try_from(septet | 0x80).ok()));
        bytes.push(u8::try_from(last).ok()?);
    }
    Some(bytes)
}

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// Ids that old certificates may have.
const IMPLICIT_1: u8 = 0x81;
const IMPLICIT_2: u8 = 0x82;
const EXPLICIT_3: u8 = 0xa3;

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn an_identifier_is_written_in_septets() {
        let apple = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 0x06, 0x0b, 0x01];
        assert_eq!(object_identifier("1.2.840.113635.100.6.11.1").as_deref(), Some(&apple[..]));
        assert_eq!(object_identifier("2.5.29.0").as_deref(), Some(&[0x55, 0x1d, 0x00][..]));
        for text in ["", "1", "1.x", "1..2", "1.2.99999999999"] {
            assert_eq!(object_identifier(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_read_in_both_forms() {
        let seconds = |tag: u8, text: &str| {
            let bytes = [&[tag, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
            let time = time(&mut Der::new(&bytes))?;
            Some(time.duration_since(UNIX_EPOCH).unwrap())
        };
        let noon = Some(Duration::from_secs(1_772_000_000));

        assert_eq!(seconds(UTC_TIME, "260225061320Z"), noon);
        assert_eq!(seconds(GENERALIZED_TIME, "20260225061320Z"), noon);
        assert_eq!(seconds(UTC_TIME, "700101000000Z"), Some(Duration::ZERO));
        for text in
            ["", "260225", "260225061320", "2602250613201Z", "26022506132\u{e9}", "2602250613Z"]
        {
            assert_eq!(seconds(UTC_TIME, text), None, "{text}");
        }
    }
}
