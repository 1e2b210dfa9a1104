//! The text that is printed.

use std::{
    env,
    io::{IsTerminal, stdout},
    path::Path,
};

use hookport::{
    Provider,
    inbox::{Filter, Page as Part, Store, StoreError, Summary},
    providers,
    worker::Drained,
};

use crate::{
    deliveries::{Delivered, Sender},
    journal::Entry,
};

/// Prints, in colour where a person looks on.
pub(crate) struct Page {
    colour: bool,
}

impl Page {
    pub(crate) fn new() -> Self {
        Self { colour: stdout().is_terminal() && env::var_os("NO_COLOR").is_none() }
    }

    pub(crate) fn title(&self, origin: &str, file: &Path) {
        println!("Seven senders deliver to one receiver, {}.", self.bold(origin));
        println!("A delivery is on disk, in {}, before its sender gets 200.\n", file.display());
        let proof = columns("status", "proof, or refusal");
        let names =
            format!("{:18} {proof} {:35} handler", "delivery", "event, or why it was refused");
        println!("  {}", self.dim(&names));
    }

    pub(crate) fn sender(&self, sender: &Sender) {
        println!("\n{} {}", self.bold(sender.name), self.dim(sender.habit));
    }

    pub(crate) fn delivered(&self, delivered: &Delivered, as_expected: bool) {
        let status = delivered.answer.status().as_u16().to_string();
        self.entry(delivered.what, &status, delivered.entry.as_ref());
        if !delivered.answer.body().is_empty() {
            let body = String::from_utf8_lossy(delivered.answer.body());
            println!("{:20} {}", "", self.dim(&body));
        }
        if !as_expected {
            println!("  {}", self.red("not as it should be"));
        }
    }

    pub(crate) fn arrival(&self, entry: &Entry) {
        match entry {
            Entry::Handled { sender, .. } => {
                // No handler here fails, so that the sender gets what it expects.
                let taken = providers::find(sender).map(Provider::expected_status);
                self.entry(sender, taken.unwrap_or_default().as_str(), Some(entry));
            }
            Entry::Refused { sender, status, .. } => {
                self.entry(sender, status.as_str(), Some(entry));
            }
            Entry::KeptBefore { sender, .. } => self.entry(sender, "200", Some(entry)),
        }
    }

    fn entry(&self, what: &str, status: &str, entry: Option<&Entry>) {
        match entry {
            Some(Entry::Handled { proof, typed, handler, .. }) => {
                let proved = self.green(&columns(status, proof));
                println!("  {what:18} {proved} {typed:35} {handler}");
            }
            Some(Entry::Refused { reason, why, .. }) => {
                println!("  {what:18} {} {why}", self.red(&columns(status, reason)));
            }
            Some(Entry::KeptBefore { event, .. }) => {
                let kept = self.green(&columns(status, "kept before"));
                println!("  {what:18} {kept} {event:35} no handler runs again");
            }
            None => println!("  {what:18} {} nothing came of it", self.red(&columns(status, ""))),
        }
    }

    /// Prints the entries of the inbox at the end.
    pub(crate) async fn log(&self, store: &dyn Store) -> Result<(), StoreError> {
        println!(
            "\n{} {}",
            self.bold("The inbox"),
            self.dim("as its log shows, at most the last 20")
        );
        let listing = store.list(Filter::default(), Part::first(20)).await?;
        for Summary { id, endpoint, event, state, trust, size, .. } in listing.entries.iter().rev()
        {
            let (event, trust) = (event.as_deref().unwrap_or("-"), trust.as_str());
            println!("  {id:3} {endpoint:15} {event:32} {trust:7} {size:6} bytes  {state}");
        }
        Ok(())
    }

    pub(crate) fn sum(&self, wrong: usize) {
        match wrong {
            0 => println!("\n{}", self.green("All of it as it should be.")),
            _ => println!("\n{}", self.red(&format!("{wrong} not as they should be."))),
        }
    }

    /// The lines to send something with.
    pub(crate) fn invite(&self, curl: &str, send: &str) {
        println!("\nThe receiver goes on listening. Send something from another terminal:\n");
        println!("{curl}\n");
        println!("{}\n", self.dim("or, which compiles the command line of hookport first,"));
        println!("{send}\n");
        let wait =
            "What arrives is shown below, and the same again as a duplicate. Ctrl-C ends it.";
        println!("{}\n", self.dim(wait));
    }

    /// The end, after a signal.
    pub(crate) fn farewell(&self, drained: Drained) {
        let Drained { released, left, .. } = drained;
        let open = released + left;
        println!("\n{}", self.bold(&format!("Stopped. Handlers cut off: {open}.")));
    }

    fn bold(&self, text: &str) -> String {
        self.in_style("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.in_style("2", text)
    }

    fn green(&self, text: &str) -> String {
        self.in_style("32", text)
    }

    fn red(&self, text: &str) -> String {
        self.in_style("31", text)
    }

    fn in_style(&self, style: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// The status that the sender got, and how it proved itself.
fn columns(status: &str, proof: &str) -> String {
    format!("{status:6} {proof:18}")
}
