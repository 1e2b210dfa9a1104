//! The arguments that several commands share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use hookport::{Provider, providers as built_in};

/// Reads the name of a built-in provider; clap suggests the nearest one for a wrong name.
pub(crate) fn provider() -> impl TypedValueParser<Value = Provider> {
    let names = built_in::ALL.iter().map(Provider::name);
    PossibleValuesParser::new(names)
        .try_map(|name| built_in::find(&name).copied().ok_or("no built-in provider"))
}

/// Returns the given time, or the time of this machine.
pub(crate) fn time_or_now(unix: Option<u64>) -> SystemTime {
    unix.map_or_else(SystemTime::now, |seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The last second of the year 9999: later ones cannot be written as a date.
pub(crate) const LATEST: u64 = 253_402_300_799;
