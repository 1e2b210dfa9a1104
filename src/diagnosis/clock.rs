//! Times that are too far from now.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Diagnosis, Place, case::Case, finding::Finding};
use crate::{
    Field, VerifyError,
    scheme::{Signature, TimeUnit},
};

/// Tells a clock that is off from an old delivery and from a time in another unit.
pub(super) fn wrong(case: Case<'_>, by: Duration, error: &VerifyError) -> Diagnosis {
    let is_future = matches!(error, VerifyError::Future { .. });
    let sent_at = if is_future { case.now.checked_add(by) } else { case.now.checked_sub(by) };
    let unit = case.signatures().find_map(|signature| Some(signature.timestamp()?.1));
    if let Some(text) = sent_at.zip(unit).and_then(|(at, unit)| other_unit(at, unit, case.now)) {
        let text = format!("the timestamp is {text}");
        return Diagnosis::seen(Finding::new("time_unit", Place::Clock, text));
    }
    let advice = match (is_future, whole_hours(by)) {
        (_, Some(hours)) => {
            format!("that is {hours} h: a local time may have been taken for UTC")
        }
        (true, None) => "check this machine's clock, which seems to be slow".to_owned(),
        (false, None) => "an old delivery that came late or was kept in a file, or this machine's \
             clock is ahead: check the clock"
            .to_owned(),
    };
    Diagnosis::seen(Finding::new("clock", Place::Clock, format!("{error}; {advice}")))
}

/// Says what to look at if a token is not valid at this time.
pub(super) fn outside_of_token(by: Duration, error: &VerifyError) -> Diagnosis {
    let is_early = matches!(error, VerifyError::NotYetValid { .. });
    let advice = match (is_early, whole_hours(by)) {
        (_, Some(hours)) => format!("that is {hours} h: check the time zone of this machine"),
        (true, None) => "check this machine's clock, which seems to be slow".to_owned(),
        (false, None) => "an old delivery that came late or was kept in a file, or this machine's \
             clock is ahead: check the clock"
            .to_owned(),
    };
    Diagnosis::seen(Finding::new("clock", Place::Clock, format!("{error}; {advice}")))
}

/// Tells a time that is written in a smaller unit than the scheme's, and so is out of its range.
pub(super) fn other_unit_in(case: Case<'_>, at: Field) -> Option<Diagnosis> {
    let is_timed = |signature: &&Signature| signature.timestamp().is_some_and(|(of, _)| of == at);
    let signature = case.signatures().find(is_timed)?;
    let text = case.text(at)?;
    let time = signature.grammar.timestamp(&text).unwrap_or(&text);
    let unit = match (time.len(), time.bytes().all(|byte| byte.is_ascii_digit())) {
        (13, true) => "milliseconds",
        (16, true) => "microseconds",
        (19, true) => "nanoseconds",
        _ => return None,
    };
    let (_, expected) = signature.timestamp()?;
    let text = format!("the timestamp is in {unit}, where {} is expected", expected.expected());
    Some(Diagnosis::seen(Finding::new("time_unit", Place::Clock, text)))
}

/// Says in which unit the time would be near to now.
fn other_unit(sent_at: SystemTime, unit: TimeUnit, now: SystemTime) -> Option<&'static str> {
    let number = |time: SystemTime| time.duration_since(UNIX_EPOCH).ok().map(|t| t.as_secs());
    let (sent, now) = (number(sent_at)?, number(now)?);
    let is_near = |seconds: u64| seconds.abs_diff(now) < A_YEAR;
    match unit {
        TimeUnit::Seconds if is_near(sent / 1000) => {
            Some("in milliseconds, where the scheme has seconds")
        }
        TimeUnit::Seconds if is_near(sent / 1_000_000) => {
            Some("in microseconds, where the scheme has seconds")
        }
        TimeUnit::Milliseconds if is_near(sent.saturating_mul(1000)) => {
            Some("in seconds, where the scheme has milliseconds")
        }
        _ => None,
    }
}

/// Returns the number of hours, if it is one of a time zone to within a minute.
fn whole_hours(by: Duration) -> Option<u64> {
    let hours = (by.as_secs() + 1800) / 3600;
    ((1..=14).contains(&hours) && by.as_secs().abs_diff(hours * 3600) <= 60).then_some(hours)
}

const A_YEAR: u64 = 365 * 24 * 3600;
