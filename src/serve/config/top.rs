//! The top of the file: the tables, and the keys outside of them.

use serde::Deserialize;

use super::{
    console::Console, endpoint::Endpoint, forms::Network, inbox::InboxFrom, limits::Limits,
    log::Log, metrics::Metrics, retention::Retention, role::Role, tls::Tls,
};

/// All that is written in a configuration file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Top {
    pub(crate) listen: Option<String>,
    pub(crate) inbox: Option<InboxFrom>,
    pub(crate) role: Option<Role>,
    pub(crate) public_url: Option<String>,
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) tls: Option<Tls>,
    pub(crate) console: Option<Console>,
    pub(crate) metrics: Option<Metrics>,
    #[cfg(feature = "otlp")]
    pub(crate) otlp: Option<super::otlp::Otlp>,
    pub(crate) log: Log,
    pub(crate) limits: Limits,
    pub(crate) retention: Retention,
    pub(crate) endpoints: Vec<Endpoint>,
}

impl Top {
    /// Returns the keys that have another value than at the start, where a process that runs cannot take it.
    pub(crate) fn needing_restart(&self, started: &Self) -> impl Iterator<Item = &'static str> {
        let (now, before) = (&self.limits, &started.limits);
        let changes: &[(&'static str, bool)] = &[
            ("listen", self.listen != started.listen),
            ("inbox", self.inbox != started.inbox),
            ("log", self.log != started.log),
            ("metrics", self.metrics.is_some() != started.metrics.is_some()),
            #[cfg(feature = "otlp")]
            ("otlp", self.otlp != started.otlp),
            ("limits.max-connections", now.max_connections != before.max_connections),
            ("limits.header-timeout", now.header_timeout != before.header_timeout),
            ("limits.write-timeout", now.write_timeout != before.write_timeout),
            (
                "limits.requests-per-connection",
                now.requests_per_connection != before.requests_per_connection,
            ),
            ("limits.connection-lifetime", now.connection_lifetime != before.connection_lifetime),
        ];
        changes
            .iter()
            .filter(|(_, is_changed)| *is_changed)
            .map(|(key, _)| *key)
            .collect::<Vec<_>>()
            .into_iter()
    }
}
