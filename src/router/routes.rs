//! Which handlers an event goes to, and whether every event goes somewhere.

use std::{any::type_name, fmt, sync::Arc};

use super::{HandlerPolicy, run::Run};
use crate::{WebhookEvent, extract::Needs};

/// A handler before it has its state.
pub(super) struct Registered<E, S> {
    /// The variant that it handles; `None` for all.
    pub(super) variant: Option<usize>,
    pub(super) name: &'static str,
    /// Whether it may reply.
    pub(super) replies: bool,
    pub(super) policy: HandlerPolicy,
    pub(super) bind: Box<Bind<E, S>>,
}

pub(super) type Bind<E, S> = dyn FnOnce(S) -> Arc<dyn Run<E>> + Send + Sync;

/// The variants that are of no interest.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    pub(super) variants: Vec<usize>,
    /// All that have no handler.
    pub(super) rest: bool,
}

/// A handler with its state, and how it is to be run.
pub(super) struct Route<E> {
    pub(super) handler: Arc<dyn Run<E>>,
    /// Whether the handler may reply.
    pub(super) replies: bool,
    pub(super) policy: Arc<HandlerPolicy>,
}

/// The handlers of each variant, in the order in which they were registered.
pub(crate) struct Routes<E>(Vec<Vec<Route<E>>>);

impl<E: WebhookEvent> Routes<E> {
    pub(super) fn new<S: Clone>(
        registered: Vec<Registered<E, S>>,
        ignored: &Ignored,
        state: &S,
    ) -> Result<Self, RoutesError> {
        check(&registered, ignored)?;
        let mut routes: Vec<Vec<_>> = E::VARIANTS.iter().map(|_| Vec::new()).collect();
        for Registered { variant, name, replies, policy, bind } in registered {
            let handler = bind(state.clone());
            let key = variant.map_or("any", |variant| E::VARIANTS[variant].key);
            let policy = Arc::new(policy.or_named(name, key));
            let taken = routes.iter_mut().enumerate();
            taken.filter(|(index, _)| variant.is_none_or(|variant| variant == *index)).for_each(
                |(_, routes)| {
                    let handler = Arc::clone(&handler);
                    routes.push(Route { handler, replies, policy: Arc::clone(&policy) });
                },
            );
        }
        Ok(Self(routes))
    }

    /// The handlers of a variant.
    pub(super) fn of(&self, variant: usize) -> &[Route<E>] {
        self.0.get(variant).map_or(&[], Vec::as_slice)
    }

    /// The needs of each handler, by its name.
    pub(super) fn needs(&self) -> impl Iterator<Item = (&str, Needs)> {
        let routes = self.0.iter().flatten();
        routes.map(|route| (route.policy.name().unwrap_or_default(), route.handler.needs()))
    }

    /// Those of every variant.
    #[cfg(feature = "inbox")]
    pub(super) fn all(&self) -> impl Iterator<Item = &[Route<E>]> {
        self.0.iter().map(Vec::as_slice)
    }
}

impl<E> fmt::Debug for Routes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self
            .0
            .iter()
            .map(|handlers| handlers.iter().map(|route| route.handler.name()).collect());
        f.debug_list().entries(names.collect::<Vec<Vec<_>>>()).finish()
    }
}

/// Why a router cannot be finished. Found at start-up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RoutesError {
    /// Variants are neither handled nor ignored: their deliveries would be lost in silence.
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
    /// Several handlers of one variant may reply, by `on` or `any`, but the sender gets one answer.
    #[error(
        "event `{event}::{key}` has several handlers that reply: {}; let all but one return no reply",
        quoted(handlers)
    )]
    SeveralReplies {
        /// The name of the event enum.
        event: &'static str,
        /// The name of the variant's key.
        key: &'static str,
        /// The paths of the handlers' functions.
        handlers: Vec<&'static str>,
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

fn check<E: WebhookEvent, S>(
    registered: &[Registered<E, S>],
    ignored: &Ignored,
) -> Result<(), RoutesError> {
    let event = type_name::<E>().rsplit("::").next().unwrap_or_default();
    let handled = |index| registered.iter().any(|r| r.variant.is_none_or(|v| v == index));
    let keys = |wrong: &dyn Fn(usize) -> bool| -> Vec<_> {
        let variants = E::VARIANTS.iter().enumerate();
        variants.filter(|(index, _)| wrong(*index)).map(|(_, variant)| variant.key).collect()
    };
    let named = |index| ignored.variants.contains(&index);
    let both = keys(&|index| handled(index) && named(index));
    if !both.is_empty() {
        return Err(RoutesError::HandledAndIgnored { event, keys: both });
    }
    let neither = keys(&|index| {
        !handled(index) && !named(index) && !ignored.rest && !E::VARIANTS[index].other
    });
    if !neither.is_empty() {
        return Err(RoutesError::Unhandled { event, keys: neither });
    }
    for (index, variant) in E::VARIANTS.iter().enumerate() {
        let of_it = registered.iter().filter(|r| r.variant.is_none_or(|v| v == index));
        let handlers: Vec<_> = of_it.filter(|r| r.replies).map(|r| r.name).collect();
        if handlers.len() > 1 {
            return Err(RoutesError::SeveralReplies { event, key: variant.key, handlers });
        }
    }
    Ok(())
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
