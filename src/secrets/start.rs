//! A source at start-up.

use crate::{ConfigError, Source, Verifier, log::log};

/// Builds a source into a verifier, and warns about secrets that look wrong.
pub(crate) fn verifier(source: Source) -> Result<Verifier, ConfigError> {
    let verifier = source.verifier()?;
    if verifier.needs_fetching() && !cfg!(feature = "fetched-keys") {
        let (provider, feature) = (verifier.provider().name(), "fetched-keys");
        return Err(ConfigError::MissingFeature { provider, feature });
    }
    for suspicion in verifier.suspicions() {
        log!(
            WARN,
            "secret looks wrong",
            provider = verifier.provider().name(),
            cause = suspicion.cause(),
            diagnosis = suspicion.to_string(),
        );
    }
    Ok(verifier)
}
