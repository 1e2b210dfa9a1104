//! The functions of each event.

use std::{fmt, sync::Arc};

use super::{HandlerPolicy, run::Run};
#[cfg(feature = "inbox")]
use crate::extract::Needs;
use crate::{WebhookEvent, extract::Need};

/// A function before it has its state.
pub(super) struct Registered<E, S> {
    pub(super) role: Role,
    /// The variant that the function is for; `None` for all.
    pub(super) variant: Option<usize>,
    /// The path of the function.
    pub(super) name: &'static str,
    /// `true` if the function may reply.
    pub(super) replies: bool,
    /// The first value that the function needs from a store.
    pub(super) need: Option<Need>,
    pub(super) policy: HandlerPolicy,
    pub(super) bind: Box<Bind<E, S>>,
}

impl<E, S> Registered<E, S> {
    /// Returns `true` if the function is for the variant at this position.
    pub(super) fn takes(&self, variant: usize) -> bool {
        self.variant.is_none_or(|taken| taken == variant)
    }
}

/// The purpose of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Handles the event. A failure is a failure of the delivery.
    Handler,
    /// Only makes the reply, after the handlers or after the commit.
    Reply,
}

pub(super) type Bind<E, S> = dyn FnOnce(S) -> Arc<dyn Run<E>> + Send + Sync;

/// The ignored variants.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    pub(super) variants: Vec<usize>,
    /// `true` if all variants without a handler are ignored.
    pub(super) rest: bool,
}

/// A function with its state and its policy.
pub(super) struct Route<E> {
    pub(super) role: Role,
    pub(super) handler: Arc<dyn Run<E>>,
    /// `true` if the function may reply.
    pub(super) replies: bool,
    pub(super) policy: Arc<HandlerPolicy>,
}

impl<E> Route<E> {
    /// Returns the name of the function, which log lines and the inbox call it by.
    pub(super) fn name(&self) -> &str {
        self.policy.name().unwrap_or_default()
    }
}

/// The functions of each variant.
pub(crate) struct Routes<E>(Vec<Functions<E>>);

/// The functions of one variant.
struct Functions<E> {
    /// The handlers, in the order in which they were registered.
    handlers: Vec<Route<E>>,
    reply: Option<Route<E>>,
}

impl<E: WebhookEvent> Routes<E> {
    /// Gives each function its state. What is registered has been checked.
    pub(super) fn new<S: Clone>(registered: Vec<Registered<E, S>>, state: &S) -> Self {
        let mut routes = Self(E::VARIANTS.iter().map(|_| Functions::default()).collect());
        for Registered { role, variant, name, replies, policy, bind, .. } in registered {
            let handler = bind(state.clone());
            let key = variant.map_or("any", |variant| E::VARIANTS[variant].key);
            let policy = Arc::new(policy.or_named(name, key));
            let taken = variant.map_or(0..E::VARIANTS.len(), |variant| variant..variant + 1);
            for functions in &mut routes.0[taken] {
                let (handler, policy) = (Arc::clone(&handler), Arc::clone(&policy));
                functions.add(Route { role, handler, replies, policy });
            }
        }
        routes
    }

    /// Returns the handlers of a variant.
    pub(super) fn of(&self, variant: usize) -> &[Route<E>] {
        self.0.get(variant).map_or(&[], |functions| &functions.handlers)
    }

    /// Returns the function that only makes the reply to a variant.
    pub(super) fn reply(&self, variant: usize) -> Option<&Route<E>> {
        self.0.get(variant)?.reply.as_ref()
    }

    /// Returns the needs of each handler, by its name.
    #[cfg(feature = "inbox")]
    pub(super) fn needs(&self) -> impl Iterator<Item = (&str, Needs)> {
        let routes = self.0.iter().flat_map(|functions| &functions.handlers);
        routes.map(|route| (route.name(), route.handler.needs()))
    }

    /// Returns the handlers of each variant.
    #[cfg(feature = "inbox")]
    pub(super) fn all(&self) -> impl Iterator<Item = &[Route<E>]> {
        self.0.iter().map(|functions| functions.handlers.as_slice())
    }
}

impl<E> Functions<E> {
    fn add(&mut self, route: Route<E>) {
        match route.role {
            Role::Handler => self.handlers.push(route),
            Role::Reply => self.reply = Some(route),
        }
    }
}

impl<E> Default for Functions<E> {
    fn default() -> Self {
        Self { handlers: Vec::new(), reply: None }
    }
}

impl<E> fmt::Debug for Routes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |functions: &Functions<E>| -> Vec<_> {
            functions
                .handlers
                .iter()
                .chain(&functions.reply)
                .map(|route| route.name().to_owned())
                .collect()
        };
        f.debug_list().entries(self.0.iter().map(names)).finish()
    }
}
