//! The lines that handlers and refusals write.

use hookport::{Delivery, Refusal, Trust, Verified};
use http::StatusCode;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

/// An entry about one delivery.
#[derive(Debug)]
pub(crate) enum Entry {
    Handled {
        sender: String,
        proof: String,
        /// The variant, and a telling field.
        typed: String,
        handler: &'static str,
    },
    Refused {
        sender: &'static str,
        status: StatusCode,
        /// One stable word.
        reason: &'static str,
        /// A sentence, for the operator alone.
        why: String,
    },
    /// A duplicate: no handler is called for it.
    KeptBefore { sender: String, event: String },
}

/// The list of entries. It stands for your database, your queue, your log.
#[derive(Debug, Clone)]
pub(crate) struct Journal(UnboundedSender<Entry>);

pub(crate) fn open() -> (Journal, UnboundedReceiver<Entry>) {
    let (sender, entries) = mpsc::unbounded_channel();
    (Journal(sender), entries)
}

impl Journal {
    pub(crate) fn handled(&self, delivery: &Delivery, handler: &'static str, typed: String) {
        let proof = proof(delivery.trust(), delivery.secret_index());
        self.write(Entry::Handled {
            sender: delivery.provider().to_owned(),
            proof,
            typed,
            handler,
        });
    }

    pub(crate) fn asked(&self, verified: &Verified, handler: &'static str, typed: String) {
        let proof = proof(verified.trust(), verified.secret_index());
        self.write(Entry::Handled { sender: "rabbot".to_owned(), proof, typed, handler });
    }

    pub(crate) fn kept_before(&self, sender: &str, event: &str) {
        self.write(Entry::KeptBefore { sender: sender.to_owned(), event: event.to_owned() });
    }

    /// Returns the function that is called for each refusal.
    pub(crate) fn on_refusal(&self) -> impl Fn(&Refusal<'_>) + Send + Sync + 'static + use<> {
        let journal = self.clone();
        move |refusal| {
            journal.write(Entry::Refused {
                sender: refusal.provider().name(),
                status: refusal.status(),
                reason: refusal.reason(),
                why: refusal.error().to_string(),
            });
        }
    }

    fn write(&self, entry: Entry) {
        // It fails only once nobody reads any more.
        let _ = self.0.send(entry);
    }
}

fn proof(trust: Trust, secret: Option<usize>) -> String {
    let counted = |index| format!("{}, secret {}", trust.as_str(), index + 1);
    secret.map_or_else(|| trust.as_str().to_owned(), counted)
}
