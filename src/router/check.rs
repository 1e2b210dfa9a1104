//! The checks of a router at start-up.

use std::{any::type_name, fmt, time::Duration};

use super::routes::{Ignored, Registered, Role};
use crate::{Provider, WebhookEvent, error_text, extract::Need};

/// The reason why a router cannot start. It is found at start-up.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{EventRouter, WebhookEvent, providers};
///
/// #[derive(WebhookEvent)]
/// enum GitHub {
///     #[event("push")]
///     Pushed(serde_json::Value),
///     #[event("ping")]
///     Ping,
/// }
///
/// let router = EventRouter::<GitHub>::new(providers::GITHUB.secret("made-up"))
///     .on(GitHub::PUSHED, async |_: serde_json::Value| {});
///
/// let error = router.try_with_state(()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "events neither handled nor ignored: `GitHub::PING`; \
///      add `.on(GitHub::PING, …)` or `.ignore(GitHub::PING)`",
/// );
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RoutesError {
    /// Variants are neither handled nor ignored: their deliveries would be lost without notice.
    #[error(
        "events neither handled nor ignored: {}; add `.on({event}::{first}, …)` or `.ignore({event}::{first})`",
        list(event, keys), first = first(keys)
    )]
    Unhandled {
        /// The name of the event enum.
        event: &'static str,
        /// The names of the variants' keys.
        keys: Vec<&'static str>,
    },
    /// Several functions may reply to one variant, but the sender gets one answer.
    #[error(
        "event `{event}::{key}` has several functions that reply: {}; let only one of them return a reply",
        quoted(functions)
    )]
    SeveralReplies {
        /// The name of the event enum.
        event: &'static str,
        /// The name of the variant's key.
        key: &'static str,
        /// The paths of the functions, of [`reply`](crate::EventRouter::reply) and
        /// [`reply_any`](crate::EventRouter::reply_any) included.
        functions: Vec<&'static str>,
    },
    /// A function replies to a sender of batches: a request holds many events, and gets one answer.
    #[error(
        "`{function}` replies, but requests of `{provider}` hold many events and get one answer: let it return no reply"
    )]
    RepliesToBatch {
        /// The path of the function.
        function: &'static str,
        /// The name of the provider.
        provider: &'static str,
    },
    /// A function of [`reply`](crate::EventRouter::reply) never returns a reply.
    #[error("`{function}` is to make a reply: let it return a `Reply`")]
    NoReply {
        /// The path of the function.
        function: &'static str,
    },
    /// A function of [`reply`](crate::EventRouter::reply) needs what only a worker has from its
    /// store.
    #[error(
        "`{function}` is to make a reply, but needs `{need}`, which only a handler in an inbox has"
    )]
    ReplyNeedsStore {
        /// The path of the function.
        function: &'static str,
        /// The name of the type that the function needs.
        need: &'static str,
    },
    /// A handler needs what only an inbox gives, such as a `Tx`, and would never run without one.
    #[error(
        "handler `{handler}` needs `{need}`, which only an inbox gives: {advice}, and give it this \
         router with `.for_inbox(…)` in place of `.with_state(…)`"
    )]
    NeedsInbox {
        /// The path of the handler.
        handler: &'static str,
        /// The name of the type that the handler needs.
        need: &'static str,
        /// The advice of its [`Needs`](crate::extract::Needs).
        advice: &'static str,
    },
    /// A time limit, or the longest body, is zero: no delivery could be handled.
    #[error("`{setting}` must not be zero")]
    Zero {
        /// The name of the setting; behind the path of a function for one of its policy.
        setting: String,
    },
    /// Variants are handled, by `on` or `any`, and ignored.
    #[error("events both handled and ignored: {}; remove one of both", list(event, keys))]
    HandledAndIgnored {
        /// The name of the event enum.
        event: &'static str,
        /// The names of the variants' keys.
        keys: Vec<&'static str>,
    },
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for RoutesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}

/// Checks that each event is handled or ignored, and that at most one function replies to it.
pub(super) fn check<E: WebhookEvent, S>(
    registered: &[Registered<E, S>],
    ignored: &Ignored,
) -> Result<(), RoutesError> {
    check_variants(registered, ignored)?;
    registered.iter().filter(|r| r.role == Role::Reply).try_for_each(check_reply)?;
    (0..E::VARIANTS.len()).try_for_each(|index| check_replies(registered, index))
}

/// Checks that no function replies to a sender of batches.
pub(super) fn check_batches<E, S>(
    provider: &Provider,
    registered: &[Registered<E, S>],
) -> Result<(), RoutesError> {
    match registered.iter().find(|r| r.replies && provider.items().is_some()) {
        Some(r) => Err(RoutesError::RepliesToBatch { function: r.name, provider: provider.name() }),
        None => Ok(()),
    }
}

/// Checks that no setting is zero, neither of the router nor of a function's policy.
pub(super) fn check_settings<E, S>(
    settings: &[(&str, bool)],
    registered: &[Registered<E, S>],
) -> Result<(), RoutesError> {
    if let Some((setting, _)) = settings.iter().find(|(_, is_zero)| *is_zero) {
        return Err(RoutesError::Zero { setting: (*setting).to_owned() });
    }
    match registered.iter().find(|r| r.policy.timeout_or(Duration::MAX).is_zero()) {
        Some(r) => Err(RoutesError::Zero { setting: format!("{}.timeout", r.name) }),
        None => Ok(()),
    }
}

fn check_variants<E: WebhookEvent, S>(
    registered: &[Registered<E, S>],
    ignored: &Ignored,
) -> Result<(), RoutesError> {
    let event = event_name::<E>();
    let keys = |wrong: &dyn Fn(usize) -> bool| -> Vec<_> {
        let variants = E::VARIANTS.iter().enumerate();
        variants.filter(|(index, _)| wrong(*index)).map(|(_, variant)| variant.key).collect()
    };
    let named = |index| ignored.variants.contains(&index);
    let handled = |index| registered.iter().any(|r| r.role == Role::Handler && r.takes(index));
    let both = keys(&|index| handled(index) && named(index));
    if !both.is_empty() {
        return Err(RoutesError::HandledAndIgnored { event, keys: both });
    }
    let taken = |index| registered.iter().any(|r| r.takes(index)) || named(index) || ignored.rest;
    let neither = keys(&|index| !taken(index) && !E::VARIANTS[index].other);
    if !neither.is_empty() {
        return Err(RoutesError::Unhandled { event, keys: neither });
    }
    Ok(())
}

/// Checks a function that only makes a reply.
fn check_reply<E, S>(registered: &Registered<E, S>) -> Result<(), RoutesError> {
    let function = registered.name;
    if !registered.replies {
        return Err(RoutesError::NoReply { function });
    }
    match &registered.need {
        Some(need) => Err(RoutesError::ReplyNeedsStore { function, need: need.name }),
        None => Ok(()),
    }
}

/// Checks that no handler needs a store.
pub(super) fn check_needs<E, S>(registered: &[Registered<E, S>]) -> Result<(), RoutesError> {
    let mut handlers = registered.iter().filter(|r| r.role == Role::Handler);
    match handlers.find_map(|r| Some((r.name, r.need.as_ref()?))) {
        Some((handler, Need { name: need, advice, .. })) => {
            Err(RoutesError::NeedsInbox { handler, need, advice })
        }
        None => Ok(()),
    }
}

fn check_replies<E: WebhookEvent, S>(
    registered: &[Registered<E, S>],
    index: usize,
) -> Result<(), RoutesError> {
    let replying = registered.iter().filter(|r| r.replies && r.takes(index));
    let functions: Vec<_> = replying.map(|r| r.name).collect();
    if functions.len() < 2 {
        return Ok(());
    }
    let (event, key) = (event_name::<E>(), E::VARIANTS[index].key);
    Err(RoutesError::SeveralReplies { event, key, functions })
}

fn event_name<E>() -> &'static str {
    type_name::<E>().rsplit("::").next().unwrap_or_default()
}

fn list(event: &str, keys: &[&str]) -> String {
    let names: Vec<_> = keys.iter().map(|key| format!("{event}::{key}")).collect();
    quoted(&names)
}

fn quoted(names: &[impl fmt::Display]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn first<'a>(keys: &[&'a str]) -> &'a str {
    keys.first().copied().unwrap_or_default()
}
