//! The arguments that several commands share.

#[cfg(feature = "provider-file")]
use std::{error::Error, fs};
use std::{
    ops::RangeInclusive,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use hookport::{Provider, providers as built_in};

/// Reads the name of a built-in provider. The error of a wrong name has the nearest ones.
pub(crate) fn provider(name: &str) -> Result<Provider, String> {
    built_in::find(name).copied().ok_or_else(|| {
        let similar = similar_to(name);
        let nearest = if similar.is_empty() {
            String::new()
        } else {
            format!(" (similar: {})", similar.join(", "))
        };
        format!("no built-in provider has this name{nearest}; `hookport providers` lists them")
    })
}

/// Returns the names that differ from this one in little, the nearest first.
fn similar_to(name: &str) -> Vec<&'static str> {
    let likeness = |other: &Provider| (strsim::jaro(name, other.name()), other.name());
    let mut similar: Vec<_> = built_in::ALL.iter().map(likeness).filter(|it| it.0 > 0.8).collect();
    similar.sort_by(|one, other| other.0.total_cmp(&one.0));
    similar.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The sender: a built-in one, or one in a file.
#[derive(Debug, clap::Args)]
#[group(required = REQUIRED, multiple = false)]
pub(crate) struct Sender<const REQUIRED: bool = true> {
    /// The provider: a name from `hookport providers`.
    #[arg(long, value_parser = provider)]
    provider: Option<Provider>,
    /// A sender of your own: a TOML file in the form of `hookport providers NAME --toml`.
    #[cfg(feature = "provider-file")]
    #[arg(long, value_name = "FILE", value_parser = provider_file)]
    provider_file: Option<Provider>,
}

impl Sender {
    /// Returns the one that is given; clap has seen to it that there is one.
    pub(crate) fn provider(&self) -> Provider {
        self.given().unwrap_or_else(|| unreachable!("the group is required"))
    }
}

impl<const REQUIRED: bool> Sender<REQUIRED> {
    /// Returns the one that is given.
    pub(crate) fn given(&self) -> Option<Provider> {
        #[cfg(feature = "provider-file")]
        let given = self.provider.or(self.provider_file);
        #[cfg(not(feature = "provider-file"))]
        let given = self.provider;
        given
    }
}

#[cfg(feature = "provider-file")]
pub(crate) fn provider_file(path: &str) -> Result<Provider, Box<dyn Error + Send + Sync>> {
    let text = fs::read_to_string(path).map_err(|cause| format!("cannot read it: {cause}"))?;
    Ok(Provider::from_toml(&text)?)
}

/// Makes a reader of a whole number in a range.
pub(crate) fn number<T: TryFrom<u64>>(
    allowed: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync {
    move |text| {
        let number = text.parse().ok().filter(|number| allowed.contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| match allowed.end() {
            &u64::MAX if !text.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("expected a whole number from {}", allowed.start())
            }
            end => format!("expected a whole number from {} to {end}", allowed.start()),
        })
    }
}

/// Returns the given time, or the time of this machine.
pub(crate) fn time_or_now(unix: Option<u64>) -> SystemTime {
    unix.map_or_else(SystemTime::now, |seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The last second of the year 9999: later ones cannot be written as a date.
pub(crate) const LATEST: u64 = 253_402_300_799;
