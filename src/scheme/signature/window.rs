//! The window of time that a signature is accepted in, where its two sides differ.

use std::time::Duration;

use super::Signature;

impl Signature {
    /// Sets the longest time by which a timestamp may be ahead of now. The default is the tolerance of
    /// [`fresh_within`](Self::fresh_within), which has to be set too.
    ///
    /// Zero refuses what was signed by a clock that is ahead by any time at all. A genuine delivery comes
    /// from the future if your clock is behind: allow some seconds where you can.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use hookport::{Field, Provider, RawRequest, scheme::{Signature, TimeUnit}, testing::Signer};
    ///
    /// /// Ten minutes late, and no more than a minute early.
    /// const ACME: Provider = Provider::new("acme").signed_with(
    ///     Signature::hmac_sha256("x-acme-signature")
    ///         .timestamp_in(Field::Header("x-acme-time"), TimeUnit::Seconds)
    ///         .over("{timestamp}.{body}")
    ///         .fresh_within(Duration::from_secs(10 * 60))
    ///         .ahead_by_at_most(Duration::from_secs(60)),
    /// );
    ///
    /// let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
    /// let sent = Signer::new(ACME, "made-up").at(at(10_000)).sign("{}")?;
    /// let acme = ACME.secret("made-up").verifier()?;
    /// let judge = |now| acme.verify(&RawRequest::from(&sent), now).map_err(|error| error.reason());
    ///
    /// assert!(judge(at(10_600)).is_ok() && judge(at(9_940)).is_ok());
    /// assert_eq!(judge(at(10_601)).unwrap_err(), "stale_timestamp");
    /// assert_eq!(judge(at(9_939)).unwrap_err(), "future_timestamp");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn ahead_by_at_most(mut self, time: Duration) -> Self {
        self.ahead = Some(time);
        self
    }
}
