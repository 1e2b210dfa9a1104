//! Claims that may have been made, and that nobody holds.
//!
//! The answer of a call may be lost after its commit, a server that was stopped may do later what was given up, and
//! who has asked may have gone. The tokens of leases are drawn before, so that such claims can be found by them.

use std::{
    collections::{BTreeMap, HashSet},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// The endpoint and the name of a handler.
pub(super) type Handler = (Arc<str>, Arc<str>);

/// The claims of this process that may have been made, and that nobody holds.
#[derive(Default)]
pub(super) struct Unheld(Mutex<State>);

#[derive(Default)]
struct State {
    handlers: HashSet<Handler>,
    /// The tokens, and the time until which each is looked for.
    tokens: BTreeMap<i64, Instant>,
    is_looked_for: bool,
}

impl Unheld {
    /// Adds claims of these handlers. Returns true if nobody looks for claims at this moment: then the caller has
    /// to see to it.
    pub(super) fn add(
        &self,
        handlers: impl IntoIterator<Item = Handler>,
        tokens: impl IntoIterator<Item = i64>,
    ) -> bool {
        let until = Instant::now() + LONGEST;
        let mut state = self.lock();
        state.handlers.extend(handlers);
        state.tokens.extend(tokens.into_iter().map(|token| (token, until)));
        while state.tokens.len() > MOST {
            state.tokens.pop_first();
        }
        !state.tokens.is_empty() && !mem::replace(&mut state.is_looked_for, true)
    }

    /// Returns the handlers and the tokens to look for. `None` if there are no more: then nobody looks for them.
    pub(super) fn wanted(&self) -> Option<(Vec<Handler>, Vec<i64>)> {
        let now = Instant::now();
        let mut state = self.lock();
        state.tokens.retain(|_, until| *until > now);
        if state.tokens.is_empty() {
            *state = State::default();
            return None;
        }
        Some((state.handlers.iter().cloned().collect(), state.tokens.keys().copied().collect()))
    }

    /// Forgets claims that were released.
    pub(super) fn remove(&self, tokens: impl IntoIterator<Item = i64>) {
        let mut state = self.lock();
        for token in tokens {
            state.tokens.remove(&token);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The longest time for which a claim is looked for. Most leases have expired by then.
const LONGEST: Duration = Duration::from_secs(60);

/// The most claims that are looked for. The oldest ones wait for the ends of their leases.
const MOST: usize = 16 * 1024;
