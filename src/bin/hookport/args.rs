//! The arguments that several commands share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
#[cfg(feature = "provider-file")]
use std::{error::Error, fs};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use hookport::{Provider, providers as built_in};

/// Reads the name of a built-in provider; clap suggests the nearest one for a wrong name.
pub(crate) fn provider() -> impl TypedValueParser<Value = Provider> {
    let names = built_in::ALL.iter().map(Provider::name);
    PossibleValuesParser::new(names)
        .try_map(|name| built_in::find(&name).copied().ok_or("no built-in provider"))
}

/// The sender: a built-in one, or one in a file.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Sender {
    /// The provider: a name from `hookport providers`.
    #[arg(long, value_parser = provider(), hide_possible_values = true)]
    provider: Option<Provider>,
    /// A sender of your own: a TOML file in the form of `hookport providers NAME --toml`.
    #[cfg(feature = "provider-file")]
    #[arg(long, value_name = "FILE", value_parser = provider_file)]
    provider_file: Option<Provider>,
}

impl Sender {
    /// Returns the one that is given; clap has seen to it that there is one.
    pub(crate) fn provider(&self) -> Provider {
        #[cfg(feature = "provider-file")]
        let given = self.provider.or(self.provider_file);
        #[cfg(not(feature = "provider-file"))]
        let given = self.provider;
        given.unwrap_or_else(|| unreachable!("the group is required"))
    }
}

#[cfg(feature = "provider-file")]
fn provider_file(path: &str) -> Result<Provider, Box<dyn Error + Send + Sync>> {
    Ok(Provider::from_toml(&fs::read_to_string(path)?)?)
}

/// Returns the given time, or the time of this machine.
pub(crate) fn time_or_now(unix: Option<u64>) -> SystemTime {
    unix.map_or_else(SystemTime::now, |seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The last second of the year 9999: later ones cannot be written as a date.
pub(crate) const LATEST: u64 = 253_402_300_799;
