//! Comparing contenders in one run: interleaved, paired round by round, with a control.
//!
//! A machine is never quiet, and no figure in nanoseconds means much on another one. So every
//! round runs every contender once, in rotating order, and each figure is the ratio to the rival in
//! the same round; what is reported is the median over the rounds. The rival also runs against
//! itself: how far that is from 1 is how far to trust the others. Time is this thread's CPU time.

use std::fmt::Write as _;

use nix::time::ClockId;

use crate::options::{Instead, Options};

/// One thing that is compared: does its work the given number of times.
type Work<'a> = Box<dyn FnMut(u64) + 'a>;

/// One question, and those who answer it.
pub struct Case<'a> {
    name: &'static str,
    contenders: Vec<Contender<'a>>,
    /// The rival that ratios are to.
    base: usize,
}

struct Contender<'a> {
    name: &'static str,
    work: Work<'a>,
    /// The number of its operations in a round.
    times: u64,
    /// Nanoseconds an operation, round by round.
    rounds: Vec<f64>,
}

impl<'a> Case<'a> {
    /// Starts a case.
    pub fn new(name: &'static str) -> Self {
        Self { name, contenders: Vec::new(), base: 0 }
    }

    /// Adds a contender, whose `work` is timed.
    #[must_use]
    pub fn add<T>(self, name: &'static str, mut work: impl FnMut() -> T + 'a) -> Self {
        self.add_batch(name, move |times| {
            for _ in 0..times {
                std::hint::black_box(work());
            }
        })
    }

    /// Adds a contender that does its work the given number of times by itself.
    #[must_use]
    pub fn add_batch(mut self, name: &'static str, work: impl FnMut(u64) + 'a) -> Self {
        self.contenders.push(Contender {
            name,
            work: Box::new(work),
            times: 1,
            rounds: Vec::new(),
        });
        self
    }

    /// Adds the rival that ratios are to, twice: once more as the control.
    #[must_use]
    pub fn against<T>(self, name: &'static str, work: impl FnMut() -> T + Clone + 'a) -> Self {
        let base = self.contenders.len();
        let case = self.add(name, work.clone()).add(CONTROL, work);
        Self { base, ..case }
    }

    /// The same for a rival that does its work the given number of times by itself.
    #[must_use]
    pub fn against_batch(self, name: &'static str, work: impl FnMut(u64) + Clone + 'a) -> Self {
        let base = self.contenders.len();
        let case = self.add_batch(name, work.clone()).add_batch(CONTROL, work);
        Self { base, ..case }
    }

    /// Does what the command line asks for, and prints the table.
    pub fn run(mut self, options: &Options) {
        match &options.instead {
            Some(Instead::List) => self.list(),
            Some(Instead::Once(name, times)) => self.once(name, *times),
            None if self.name.contains(&options.filter) => {
                self.compare(options);
                println!("{}", self.table());
            }
            None => {}
        }
    }

    fn list(&self) {
        for contender in self.contenders.iter().filter(|c| c.name != CONTROL) {
            println!("{}/{}", self.name, contender.name);
        }
    }

    fn once(&mut self, name: &str, times: u64) {
        let (case, name) = name.split_once('/').unwrap_or((name, ""));
        if case == self.name {
            let contender = self.contenders.iter_mut().find(|contender| contender.name == name);
            (contender.expect("a contender of that name").work)(times);
        }
    }

    fn compare(&mut self, options: &Options) {
        for contender in &mut self.contenders {
            contender.calibrate(options.batch);
        }
        for round in 0..options.rounds {
            for turn in 0..self.contenders.len() {
                let at = (round + turn) % self.contenders.len();
                let contender = &mut self.contenders[at];
                let spent = contender.measure(contender.times);
                contender.rounds.push(spent);
            }
        }
    }

    fn table(&mut self) -> String {
        let base = self.contenders[self.base].rounds.clone();
        let mut table = format!(
            "\n### {}\n\n| contender | ratio | middle half | ns | allocations |\n|---|---|---|---|---|\n",
            self.name
        );
        for contender in &mut self.contenders {
            let pairs = contender.rounds.iter().zip(&base);
            let ratios = pairs.map(|(own, base)| own / base).collect::<Vec<_>>();
            let allocations = contender.allocations();
            let (ratio, nanos) = (quantile(&ratios, 0.5), quantile(&contender.rounds, 0.5));
            let (low, high) = (quantile(&ratios, 0.25), quantile(&ratios, 0.75));
            let name = contender.name;
            writeln!(
                table,
                "| {name} | {ratio:.3} | {low:.3}–{high:.3} | {nanos:.0} | {allocations} |"
            )
            .expect("a string takes any text");
        }
        table
    }
}

impl Contender<'_> {
    /// Nanoseconds of CPU an operation.
    #[expect(clippy::cast_precision_loss, reason = "no batch lasts 52 bits of nanoseconds")]
    fn measure(&mut self, times: u64) -> f64 {
        let start = cpu_time();
        (self.work)(times);
        (cpu_time() - start) as f64 / times as f64
    }

    fn calibrate(&mut self, batch: u64) {
        loop {
            let start = cpu_time();
            (self.work)(self.times);
            let spent = cpu_time() - start;
            if spent >= batch {
                break;
            }
            self.times = (self.times * batch / spent.max(1)).clamp(self.times + 1, self.times * 16);
        }
    }

    /// Allocations an operation, without those that a batch costs once.
    fn allocations(&mut self) -> u64 {
        let mut count = |times| allocation_counter::measure(|| (self.work)(times)).count_total;
        (count(129) - count(1)) / 128
    }
}

/// The CPU time that this thread has spent, in nanoseconds.
fn cpu_time() -> u64 {
    let now = ClockId::CLOCK_THREAD_CPUTIME_ID.now().expect("every Linux has this clock");
    let (seconds, nanos) = (now.tv_sec().cast_unsigned(), now.tv_nsec().cast_unsigned());
    seconds * 1_000_000_000 + nanos
}

/// The value below which `share` of all values lie.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a position in a list of a few hundred"
)]
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

const CONTROL: &str = "(the same again)";
