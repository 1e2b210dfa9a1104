//! Group commit: what waits is written in one transaction, and answered after its commit.

use std::sync::Arc;

use tokio::{
    runtime::Handle,
    sync::{
        Mutex,
        mpsc::{self, error::TrySendError},
        oneshot, watch,
    },
};

use super::error::{Unfit, is_of_data};
use crate::inbox::{StoreError, StoreFuture};

/// A writer of groups of one kind.
pub(super) trait Group: Send + Sync + 'static {
    type Input: Send + Sync + 'static;
    type Output: Send + 'static;

    /// Writes all of them, or none.
    fn write<'a>(&'a self, inputs: &'a [Self::Input]) -> StoreFuture<'a, Vec<Self::Output>>;

    /// The bytes of an input, about.
    fn weight(input: &Self::Input) -> usize;
}

/// The queue in front of some writers.
pub(super) struct Queue<G: Group> {
    jobs: mpsc::Sender<Job<G>>,
    closing: watch::Sender<bool>,
    /// Ends when all writers have ended.
    ended: Arc<Mutex<mpsc::Receiver<()>>>,
}

impl<G: Group> Clone for Queue<G> {
    fn clone(&self) -> Self {
        let (closing, ended) = (self.closing.clone(), Arc::clone(&self.ended));
        Self { jobs: self.jobs.clone(), closing, ended }
    }
}

struct Job<G: Group> {
    input: G::Input,
    answer: oneshot::Sender<Result<G::Output, StoreError>>,
}

impl<G: Group> Queue<G> {
    /// Starts so many writers.
    pub(super) fn start(group: G, writers: usize, threads: &Handle) -> Self {
        let (jobs, waiting) = mpsc::channel(LONGEST_QUEUE);
        let (running, ended) = mpsc::channel(1);
        let (group, waiting) = (Arc::new(group), Arc::new(Mutex::new(waiting)));
        let closing = watch::Sender::new(false);
        for _ in 0..writers {
            let (group, waiting) = (Arc::clone(&group), Arc::clone(&waiting));
            let (running, mut closing) = (running.clone(), closing.subscribe());
            threads.spawn(async move {
                while let Some(jobs) = next(&waiting, &mut closing).await {
                    let group = Arc::clone(&group);
                    // A task of its own: if it panics, the writer goes on.
                    _ = tokio::spawn(async move { write(&*group, jobs).await }).await;
                }
                drop(running);
            });
        }
        Self { jobs, closing, ended: Arc::new(Mutex::new(ended)) }
    }

    /// Writes something, as soon as there is room in the queue.
    pub(super) async fn submit(&self, input: G::Input) -> Result<G::Output, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.jobs.send(Job { input, answer }).await.map_err(|_| Unfit::Closed)?;
        answered.await.map_err(|_| Unfit::Closed)?
    }

    /// Writes something, if there is room in the queue.
    pub(super) async fn submit_now(&self, input: G::Input) -> Result<G::Output, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job { input, answer }).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Closed(_) => Unfit::Closed.into(),
        })?;
        answered.await.map_err(|_| Unfit::Closed)?
    }

    /// Takes no more, and waits until what waits is written.
    pub(super) async fn close(&self) {
        self.closing.send_replace(true);
        _ = self.ended.lock().await.recv().await;
    }
}

/// Waits for the next jobs: all that there are, up to some bound.
async fn next<G: Group>(
    waiting: &Mutex<mpsc::Receiver<Job<G>>>,
    closing: &mut watch::Receiver<bool>,
) -> Option<Vec<Job<G>>> {
    let mut waiting = waiting.lock().await;
    let first = tokio::select! {
        biased;
        first = waiting.recv() => first,
        () = is_set(closing) => None,
    };
    let first = if let Some(first) = first {
        first
    } else {
        waiting.close();
        waiting.recv().await?
    };
    let mut weight = G::weight(&first.input);
    let mut jobs = vec![first];
    while jobs.len() < MOST_JOBS
        && weight < MOST_BYTES
        && let Ok(job) = waiting.try_recv()
    {
        weight += G::weight(&job.input);
        jobs.push(job);
    }
    Some(jobs)
}

async fn is_set(closing: &mut watch::Receiver<bool>) {
    // Also when nobody can close it any more.
    _ = closing.wait_for(|closing| *closing).await;
}

/// Writes a group. If Postgres does not take a value of it, each job is written alone, so that one does not
/// stop the others.
async fn write<G: Group>(group: &G, jobs: Vec<Job<G>>) {
    let (inputs, answers): (Vec<_>, Vec<_>) =
        jobs.into_iter().map(|job| (job.input, job.answer)).unzip();
    match group.write(&inputs).await {
        Ok(outputs) => {
            for (answer, output) in answers.into_iter().zip(outputs) {
                // Whoever asked may have gone meanwhile.
                _ = answer.send(Ok(output));
            }
        }
        Err(error) if inputs.len() > 1 && is_of_data(&error) => {
            for (input, answer) in inputs.iter().zip(answers) {
                _ = answer.send(alone(group, input).await);
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for answer in answers {
                _ = answer.send(Err(shared(&error)));
            }
        }
    }
}

async fn alone<G: Group>(group: &G, input: &G::Input) -> Result<G::Output, StoreError> {
    let outputs = group.write(std::slice::from_ref(input)).await?;
    outputs.into_iter().next().ok_or_else(|| Unfit::NoAnswer.into())
}

/// The error of a group, for each of its jobs.
fn shared(error: &Arc<StoreError>) -> StoreError {
    let cause = Box::new(GroupError(Arc::clone(error)));
    match **error {
        StoreError::Unexpected(_) => StoreError::Unexpected(cause),
        _ => StoreError::Unavailable(cause),
    }
}

#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct GroupError(Arc<StoreError>);

/// The most jobs that wait. One more is refused, and its sender gets 503.
const LONGEST_QUEUE: usize = 1024;

const MOST_JOBS: usize = 256;
const MOST_BYTES: usize = 4 * 1024 * 1024;
