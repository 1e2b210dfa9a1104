//! Settings of one handler.

use std::{borrow::Cow, time::Duration};

use super::RetryPolicy;

/// The settings of one handler, for [`EventRouter::on_with`](crate::EventRouter::on_with).
///
/// Retries and concurrency are for deliveries from an inbox. While a sender waits, the sender
/// itself retries.
///
/// The inbox knows a handler by its name. Where one handler is registered for several events, retries
/// and concurrency are the same for all of them, or the receiver does not start. The time limit may
/// differ. Give the handler [another name](Self::named) for an event whose retries differ.
///
/// ```
/// use std::time::Duration;
/// use hookport::router::{HandlerPolicy, RetryPolicy};
///
/// let policy = HandlerPolicy::new()
///     .named("charge-card")
///     .retries(RetryPolicy::exponential().at_most(5))
///     .concurrency(2)
///     .timeout(Duration::from_secs(60));
///
/// assert_eq!(policy.name(), Some("charge-card"));
///
/// # #[cfg(feature = "macros")] {
/// use hookport::{EventRouter, WebhookEvent, providers};
/// # #[derive(WebhookEvent)] enum Shop { #[event("order.paid")] Paid(serde_json::Value) }
///
/// let shop = EventRouter::<Shop>::new(providers::STRIPE.secret("whsec_made_up"))
///     .on_with(Shop::PAID, async |order: serde_json::Value| println!("{order}"), policy);
/// # drop(shop);
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct HandlerPolicy {
    name: Option<Cow<'static, str>>,
    former_names: Vec<Cow<'static, str>>,
    retries: Option<RetryPolicy>,
    concurrency: Option<usize>,
    timeout: Option<Duration>,
    out_of_order: bool,
}

impl HandlerPolicy {
    /// Makes a policy with the settings of the endpoint and the worker.
    pub const fn new() -> Self {
        Self {
            name: None,
            former_names: Vec::new(),
            retries: None,
            concurrency: None,
            timeout: None,
            out_of_order: false,
        }
    }

    /// Names the handler in the inbox. The default is the name of its function, or the variant's
    /// key in lower case for a closure.
    ///
    /// Waiting runs are stored under this name. Set it explicitly, so that you can rename the
    /// function later; or give its old name with [`formerly`](Self::formerly) then.
    pub fn named(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Adds a former name of the handler. There may be several.
    ///
    /// This handler also runs the deliveries that wait in the inbox under a former name, in the
    /// same order as those under its name. That holds also while processes of older code, which
    /// know the handler by that name, still run. The former name can be removed after these have
    /// ended.
    ///
    /// A receiver does not start if a former name is the name of another handler of the endpoint,
    /// or a former name of one.
    ///
    /// ```
    /// use hookport::router::HandlerPolicy;
    ///
    /// // A deployment renames `fn on_paid` to `fn book_order`.
    /// let policy = HandlerPolicy::new().formerly("on_paid");
    /// # drop(policy);
    /// ```
    pub fn formerly(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.former_names.push(name.into());
        self
    }

    /// Sets the retries after a failure of the handler.
    pub const fn retries(mut self, retries: RetryPolicy) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Sets how many calls of the handler one worker makes at a time.
    pub const fn concurrency(mut self, at_most: usize) -> Self {
        self.concurrency = Some(at_most);
        self
    }

    /// Sets the time limit of the handler. The default is that of its router.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Takes the handler out of the order of an ordering key (`InboxEndpoint::ordered_by`):
    /// its runs wait for no other delivery of the key, and hold none back, whatever becomes of them.
    ///
    /// It is for a handler that needs no order, as one that counts or writes a log, and should not
    /// wait while another one fails. Runs that are in the inbox already stay as they came.
    ///
    /// ```
    /// use hookport::router::HandlerPolicy;
    ///
    /// let policy = HandlerPolicy::new().named("count").out_of_order();
    /// assert_ne!(policy, HandlerPolicy::new().named("count"));
    /// ```
    pub const fn out_of_order(mut self) -> Self {
        self.out_of_order = true;
        self
    }

    /// Returns the name, if one is set.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(crate) fn timeout_or(&self, default: Duration) -> Duration {
        self.timeout.unwrap_or(default)
    }

    /// Sets the name, if there is none, from the path of the function or the variant's key.
    pub(super) fn or_named(mut self, path: &'static str, key: &str) -> Self {
        let function = path.split('<').next().and_then(|path| path.rsplit("::").next());
        self.name.get_or_insert_with(|| match function {
            Some(function) if !function.starts_with('{') => Cow::Borrowed(function),
            _ => Cow::Owned(key.to_ascii_lowercase()),
        });
        self
    }
}

#[cfg(feature = "inbox")]
impl HandlerPolicy {
    pub(crate) fn former_names(&self) -> impl Iterator<Item = &str> {
        self.former_names.iter().map(AsRef::as_ref)
    }

    pub(crate) const fn own_retries(&self) -> Option<&RetryPolicy> {
        self.retries.as_ref()
    }

    pub(crate) const fn is_out_of_order(&self) -> bool {
        self.out_of_order
    }

    pub(crate) const fn own_concurrency(&self) -> Option<usize> {
        self.concurrency
    }
}
