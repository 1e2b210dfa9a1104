//! Facts about an endpoint beside its rules, for an operator.

/// The place and the limits of an endpoint.
#[derive(Debug, Clone, Default)]
#[cfg_attr(not(feature = "console"), allow(dead_code, reason = "the console tells it"))]
pub(crate) struct EndpointFacts {
    /// The path that it is mounted at; `None` if nobody has said that.
    pub(crate) path: Option<String>,
    pub(crate) rate_limit: Option<Rate>,
    pub(crate) rate_limit_of_tenant: Option<Rate>,
    /// The highest number of unproved requests that are kept.
    pub(crate) quarantine_at_most: u64,
}

/// A rate limit in numbers.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "console"), allow(dead_code, reason = "the console tells it"))]
pub(crate) struct Rate {
    pub(crate) count: u32,
    /// The period in which so many are taken.
    pub(crate) seconds: u64,
    pub(crate) burst: u32,
}
