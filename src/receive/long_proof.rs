//! The proof of a long body, on a thread that may be busy for a while.
//!
//! To hash some megabytes takes milliseconds, and so do several checks on a curve that is computed in
//! software. On a thread of the runtime, all other requests would
//! wait for that.

use std::{
    panic::resume_unwind,
    pin::Pin,
    sync::{Arc, LazyLock},
    thread::available_parallelism,
};

use tokio::{runtime::Handle, sync::Semaphore, task::spawn_blocking};

use super::{ReceiveError, Received};
use crate::{Verdict, Verifier, secrets::Prepared, verify::Opened};

/// The result of a proof that has to be waited for.
pub(super) type LongProof = Pin<Box<dyn Future<Output = Proved> + Send>>;

/// The result of a proof, and the secrets that it was made with.
pub(super) struct Proved {
    pub(super) by: Arc<Prepared>,
    pub(super) verdict: Result<Verdict, ReceiveError>,
}

/// A request that has come whole, with all that its proof takes.
pub(super) struct Proof {
    pub(super) by: Arc<Prepared>,
    pub(super) opened: Opened,
    pub(super) received: Received,
}

impl Proof {
    /// Returns whether the proof takes so long that it should leave the runtime, if there is one.
    pub(super) fn is_long(verifier: &Verifier, opened: &Opened, received: &Received) -> bool {
        let hashed = received.body.len().saturating_add(verifier.time_of_check());
        let hashed = hashed.saturating_mul(verifier.most_checks(received.raw().uri));
        hashed >= MOST_HASHED && opened.needs_body() && Handle::try_current().is_ok()
    }

    /// Starts the proof on another thread.
    pub(super) fn start(self) -> LongProof {
        let proof = Arc::new(self);
        Box::pin(async move {
            let place = PLACES.acquire().await;
            let there = Arc::clone(&proof);
            // The place is free when the thread is done, also if nobody waits for it any more.
            let proving = spawn_blocking(move || (there.prove(), place).0);
            match proving.await.map_err(tokio::task::JoinError::try_into_panic) {
                Ok(result) => result,
                Err(Ok(panic)) => resume_unwind(panic),
                // The runtime is shut down, and starts no more threads.
                Err(Err(_)) => proof.prove(),
            }
        })
    }

    /// Verifies a whole request from its start, on another thread if that takes long.
    pub(super) async fn anew(by: Arc<Prepared>, received: Received) -> Proved {
        let is_long = Self::is_long(by.verifier(), &Opened::UNREAD, &received);
        let proof = Self { by, opened: Opened::UNREAD, received };
        if is_long { proof.start().await } else { proof.prove() }
    }

    pub(super) fn prove(&self) -> Proved {
        let verifier = self.by.verifier();
        let verdict = verifier.finish(&self.opened, &self.received.raw(), self.received.at);
        Proved { by: Arc::clone(&self.by), verdict: verdict.map_err(ReceiveError::from) }
    }
}

/// Long proofs take half of the processors at most: the others are for all other requests.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = available_parallelism().map_or(1, usize::from);
    Semaphore::new(processors.div_ceil(2))
});

/// The bytes that are hashed on a thread of the runtime, by all secrets together. That takes a few
/// tenths of a millisecond, and two without SHA instructions. To hand it over costs one tenth.
const MOST_HASHED: usize = 512 * 1024;
