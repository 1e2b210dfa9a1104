//! The options of the command line.

use std::env;

/// The options of the command line: `[--quick] [<part of a case's name>]`, or
/// `--once <case>/<contender> <times>`, or `--list`.
#[derive(Debug, Clone)]
pub struct Options {
    /// The number of rounds.
    pub rounds: usize,
    /// The time of one contender in a round, in nanoseconds.
    pub batch: u64,
    /// Cases whose name does not contain this are left out.
    pub filter: String,
    /// The work that is done instead of a comparison.
    pub instead: Option<Instead>,
}

/// The work that is done instead of a comparison.
#[derive(Debug, Clone)]
pub enum Instead {
    /// Prints the names of all contenders.
    List,
    /// Runs one contender that many times and prints nothing, for `callgrind` and `perf`.
    Once(String, u64),
}

impl Options {
    /// Reads the arguments of this process. What `cargo bench` adds is passed over.
    ///
    /// # Panics
    ///
    /// Panics if `--once` is not followed by a contender and a number.
    pub fn from_args() -> Self {
        let mut options =
            Self { rounds: 151, batch: 1_000_000, filter: String::new(), instead: None };
        let mut args = env::args().skip(1);
        while let Some(arg) = args.next() {
            match &*arg {
                "--bench" => {}
                "--list" => options.instead = Some(Instead::List),
                "--once" => {
                    let contender = args.next().expect("--once <case>/<contender> <times>");
                    let times = args.next().and_then(|times| times.parse().ok());
                    let times = times.expect("--once <case>/<contender> <times>");
                    options.instead = Some(Instead::Once(contender, times));
                }
                "--quick" => (options.rounds, options.batch) = (25, 400_000),
                _ => options.filter = arg,
            }
        }
        options
    }
}
