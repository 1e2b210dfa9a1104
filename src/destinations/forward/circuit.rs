//! The pause of a destination whose server fails.

use std::{
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// The rule by which a destination pauses: after some failures in a row, for a time that doubles while its
/// server goes on failing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CircuitRule {
    pub(super) failures: u32,
    pub(super) first: Duration,
    pub(super) longest: Duration,
}

impl Default for CircuitRule {
    fn default() -> Self {
        let (first, longest) = (Duration::from_secs(1), Duration::from_secs(5 * 60));
        Self { failures: 5, first, longest }
    }
}

/// The state of a destination: it takes deliveries, pauses, or takes one delivery as a probe.
#[derive(Debug)]
pub(super) struct Circuit {
    rule: CircuitRule,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Failures in a row.
    failures: u32,
    /// Pauses in a row.
    pauses: u32,
    /// The end of the last pause, after which one delivery is the probe.
    paused_until: Option<Instant>,
    /// The number of pauses ever. An attempt that began before the last one says nothing about the time after.
    epoch: u64,
}

impl State {
    fn pauses_at(&self, now: Instant) -> bool {
        self.paused_until.is_some_and(|until| until > now)
    }
}

/// The beginning of an attempt; `None` within a pause, since such a one says nothing about the time after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun(Option<u64>);

impl Circuit {
    pub(super) fn new(rule: CircuitRule) -> Self {
        Self { rule, state: Mutex::default() }
    }

    /// Returns how many deliveries are taken now.
    pub(super) fn takes_now(&self) -> usize {
        match self.lock().paused_until {
            None => usize::MAX,
            Some(until) if until <= Instant::now() => 1,
            Some(_) => 0,
        }
    }

    /// Returns the rest of a pause; zero after it, until there is a success. Where no delivery came as a probe for
    /// the time of the longest pause, nothing waits for it.
    pub(super) fn rest_of_pause(&self) -> Option<Duration> {
        let (until, now) = (self.lock().paused_until?, Instant::now());
        let waits = now.saturating_duration_since(until) < self.rule.longest;
        waits.then(|| until.saturating_duration_since(now))
    }

    /// Ends a pause: the next delivery is the probe. Returns false if it does not pause.
    #[cfg(feature = "serve")]
    pub(super) fn end_pause(&self) -> bool {
        let (mut state, now) = (self.lock(), Instant::now());
        let is_paused = state.pauses_at(now);
        if is_paused {
            state.paused_until = Some(now);
        }
        is_paused
    }

    pub(super) fn begin(&self) -> Begun {
        let state = self.lock();
        Begun((!state.pauses_at(Instant::now())).then_some(state.epoch))
    }

    /// Notes that the server is there. Returns true if that ends a pause.
    pub(super) fn succeeded(&self, begun: Begun) -> bool {
        let mut state = self.lock();
        if begun.0 != Some(state.epoch) {
            return false;
        }
        let epoch = state.epoch;
        let before = mem::replace(&mut *state, State { epoch, ..State::default() });
        before.paused_until.is_some()
    }

    /// Notes a failure. `asked` is the pause that the server asks for. Returns the pause that begins.
    pub(super) fn failed(
        &self,
        begun: Begun,
        asked: Option<Duration>,
        random: f64,
    ) -> Option<Duration> {
        let mut state = self.lock();
        if begun.0 != Some(state.epoch) {
            return None;
        }
        state.failures = state.failures.saturating_add(1);
        let is_probe = state.paused_until.is_some();
        if !is_probe && asked.is_none() && state.failures < self.rule.failures {
            return None;
        }
        let pause = self.pause(state.pauses, random).max(asked.unwrap_or_default());
        state.pauses = state.pauses.saturating_add(1);
        state.paused_until = Instant::now().checked_add(pause);
        state.epoch += 1;
        Some(pause)
    }

    /// Returns a pause between half of the longest one now and all of it, so that several processes do not
    /// all come back at once.
    fn pause(&self, pauses: u32, random: f64) -> Duration {
        let doubled = self.rule.first.saturating_mul(2_u32.saturating_pow(pauses));
        doubled.min(self.rule.longest).mul_f64(0.5 + random.clamp(0.0, 1.0) / 2.0)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const RULE: CircuitRule = CircuitRule {
        failures: 3,
        first: Duration::from_secs(10),
        longest: Duration::from_secs(25),
    };

    fn fail(circuit: &Circuit) {
        circuit.failed(circuit.begin(), None, 1.0);
    }

    #[tokio::test(start_paused = true)]
    async fn some_failures_in_a_row_make_a_pause_and_a_success_between_them_none() {
        let circuit = Circuit::new(RULE);
        for _ in 0..5 {
            fail(&circuit);
            fail(&circuit);
            circuit.succeeded(circuit.begin());
        }
        assert_eq!(circuit.takes_now(), usize::MAX);

        (0..3).for_each(|_| fail(&circuit));
        assert_eq!(circuit.takes_now(), 0);
        advance(Duration::from_secs(10)).await;
        assert_eq!(circuit.takes_now(), 1, "a probe");

        assert_eq!(circuit.rest_of_pause(), Some(Duration::ZERO), "until it succeeds");
        circuit.succeeded(circuit.begin());
        assert_eq!((circuit.takes_now(), circuit.rest_of_pause()), (usize::MAX, None));
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_doubles_up_to_the_longest_while_probes_fail() {
        let circuit = Circuit::new(RULE);
        (0..3).for_each(|_| fail(&circuit));
        for seconds in [10, 20, 25, 25] {
            advance(Duration::from_millis(seconds * 1000 - 1)).await;
            assert_eq!(circuit.takes_now(), 0, "{seconds}");
            advance(Duration::from_millis(1)).await;
            assert_eq!(circuit.takes_now(), 1, "{seconds}");
            fail(&circuit);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_began_before_a_pause_neither_lengthens_nor_ends_it() {
        let circuit = Circuit::new(RULE);
        let old = circuit.begin();
        (0..3).for_each(|_| fail(&circuit));

        circuit.failed(old, None, 1.0);
        circuit.succeeded(old);
        assert_eq!(circuit.takes_now(), 0);
        advance(Duration::from_secs(10)).await;
        assert_eq!(circuit.takes_now(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_begins_within_a_pause_neither_lengthens_nor_ends_it() {
        let circuit = Circuit::new(RULE);
        (0..3).for_each(|_| fail(&circuit));
        let waited_for_its_turn = circuit.begin();

        circuit.failed(waited_for_its_turn, None, 1.0);
        circuit.succeeded(waited_for_its_turn);

        assert_eq!(circuit.takes_now(), 0);
        advance(Duration::from_secs(10)).await;
        assert_eq!(circuit.takes_now(), 1);
    }

    #[cfg(feature = "serve")]
    #[tokio::test(start_paused = true)]
    async fn a_pause_that_is_ended_leaves_a_probe_and_its_failure_begins_the_next_one() {
        let circuit = Circuit::new(RULE);
        assert!(!circuit.end_pause(), "it does not pause");
        (0..3).for_each(|_| fail(&circuit));

        assert!(circuit.end_pause());
        assert_eq!((circuit.takes_now(), circuit.rest_of_pause()), (1, Some(Duration::ZERO)));
        assert!(!circuit.end_pause(), "it has ended");
        fail(&circuit);
        advance(Duration::from_millis(19_999)).await;
        assert_eq!(circuit.takes_now(), 0, "twice as long");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_to_which_no_probe_comes_is_none_after_some_time() {
        let circuit = Circuit::new(RULE);
        (0..3).for_each(|_| fail(&circuit));

        assert_eq!(circuit.rest_of_pause(), Some(RULE.first));
        advance(RULE.first).await;
        assert_eq!((circuit.takes_now(), circuit.rest_of_pause()), (1, Some(Duration::ZERO)));
        advance(RULE.longest).await;
        assert_eq!((circuit.takes_now(), circuit.rest_of_pause()), (1, None), "still a probe");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_asks_for_a_pause_gets_it_at_once() {
        let circuit = Circuit::new(RULE);
        circuit.failed(circuit.begin(), Some(Duration::from_secs(60)), 1.0);

        advance(Duration::from_secs(59)).await;
        assert_eq!(circuit.takes_now(), 0);
        advance(Duration::from_secs(1)).await;
        assert_eq!(circuit.takes_now(), 1);
    }
}
