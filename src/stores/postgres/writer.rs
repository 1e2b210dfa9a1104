//! Group commit: what waits is written in one transaction, and answered after its commit.
//!
//! A transaction costs as much as tens of rows. So a small group waits while another one is written: until it
//! is larger, the other has ended, or the wait is longer than most commits take.

use std::{sync::Arc, time::Duration};

use tokio::{
    runtime::Handle,
    sync::{
        Mutex,
        mpsc::{self, error::TrySendError},
        oneshot, watch,
    },
    time::timeout,
};

use super::{
    error::{Unfit, is_of_data},
    patience::Patience,
};
use crate::inbox::{StoreError, StoreFuture};

/// A writer of groups of one kind.
pub(super) trait Group: Send + Sync + 'static {
    type Input: Send + Sync + 'static;
    type Output: Send + 'static;

    /// Writes some of them at less cost than [`write`](Self::write) has, or none. `None` are those that it leaves.
    fn write_plain<'a>(
        &'a self,
        inputs: &'a [Self::Input],
    ) -> StoreFuture<'a, Vec<Option<Self::Output>>>;

    /// Writes all of them, or none.
    fn write<'a>(&'a self, inputs: &'a [Self::Input]) -> StoreFuture<'a, Vec<Self::Output>>;

    /// Takes out of an input what is only of use to somebody who waits for the answer.
    fn forgo(_: &mut Self::Input) {}

    /// Takes back of outputs of [`write_plain`](Self::write_plain) what only who has asked could use: nobody waits
    /// for them any more.
    fn take_back(&self, _: Vec<Self::Output>) {}

    /// The bytes of an input, about.
    fn weight(input: &Self::Input) -> usize;
}

/// The queue in front of some writers.
pub(super) struct Queue<G: Group> {
    jobs: mpsc::Sender<Job<G>>,
    patience: Patience,
    closing: watch::Sender<bool>,
    /// Ends when all writers have ended.
    ended: Arc<Mutex<mpsc::Receiver<()>>>,
}

impl<G: Group> Clone for Queue<G> {
    fn clone(&self) -> Self {
        let (closing, ended) = (self.closing.clone(), Arc::clone(&self.ended));
        Self { jobs: self.jobs.clone(), patience: self.patience.clone(), closing, ended }
    }
}

struct Job<G: Group> {
    input: G::Input,
    answer: oneshot::Sender<Result<G::Output, StoreError>>,
}

impl<G: Group> Queue<G> {
    /// Starts so many writers.
    pub(super) fn start(group: G, writers: usize, patience: Patience, threads: &Handle) -> Self {
        let (jobs, waiting) = mpsc::channel(LONGEST_QUEUE);
        let (running, ended) = mpsc::channel(1);
        let (group, waiting) = (Arc::new(group), Arc::new(Mutex::new(waiting)));
        let (closing, busy) = (watch::Sender::new(false), Arc::new(watch::Sender::new(0)));
        for _ in 0..writers {
            let (group, waiting) = (Arc::clone(&group), Arc::clone(&waiting));
            let (running, mut closing) = (running.clone(), closing.subscribe());
            let busy = Arc::clone(&busy);
            threads.spawn(async move {
                while let Some(jobs) = next(&waiting, &mut closing, &busy).await {
                    let group = Arc::clone(&group);
                    // A task of its own: if it panics, the writer goes on.
                    _ = tokio::spawn(async move { write(&*group, jobs).await }).await;
                    busy.send_modify(|busy| *busy -= 1);
                }
                drop(running);
            });
        }
        Self { jobs, patience, closing, ended: Arc::new(Mutex::new(ended)) }
    }

    /// Writes something, as soon as there is room in the queue.
    pub(super) async fn submit(&self, input: G::Input) -> Result<G::Output, StoreError> {
        let (answer, mut answered) = oneshot::channel();
        let waited = self.patience.wait_for(async {
            self.jobs.send(Job { input, answer }).await.map_err(|_| Unfit::Closed)?;
            (&mut answered).await.map_err(|_| Unfit::Closed)?
        });
        let waited = waited.await;
        last(waited, answered)
    }

    /// Writes something, if there is room in the queue.
    pub(super) async fn submit_now(&self, input: G::Input) -> Result<G::Output, StoreError> {
        let (answer, mut answered) = oneshot::channel();
        self.jobs.try_send(Job { input, answer }).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Closed(_) => Unfit::Closed.into(),
        })?;
        // The groups before it may each have waited as long.
        let answer = async { (&mut answered).await.map_err(|_| Unfit::Closed)? };
        let waited = self.patience.wait_for(answer).await;
        last(waited, answered)
    }

    /// Takes no more, and waits until what waits is written.
    pub(super) async fn close(&self) {
        self.closing.send_replace(true);
        _ = self.ended.lock().await.recv().await;
    }
}

/// Returns an answer that has come at the moment at which the wait for it ended, in place of that error.
fn last<T>(
    waited: Result<T, StoreError>,
    mut answered: oneshot::Receiver<Result<T, StoreError>>,
) -> Result<T, StoreError> {
    waited.or_else(|error| {
        answered.close();
        answered.try_recv().unwrap_or(Err(error))
    })
}

/// Waits for the next jobs: all that there are, up to some bound. One more writer is busy with them then.
async fn next<G: Group>(
    waiting: &Mutex<mpsc::Receiver<Job<G>>>,
    closing: &mut watch::Receiver<bool>,
    busy: &watch::Sender<usize>,
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
    let mut jobs = Jobs { weight: G::weight(&first.input), jobs: vec![first] };
    jobs.take_more(&mut waiting);
    let mut others = busy.subscribe();
    let enough = async {
        tokio::select! {
            _ = others.wait_for(|busy| *busy == 0) => {}
            () = jobs.wait_for_more(&mut waiting) => {}
        }
    };
    _ = timeout(LONGEST_GATHERING, enough).await;
    jobs.take_more(&mut waiting);
    busy.send_modify(|busy| *busy += 1);
    Some(jobs.jobs)
}

/// A group that is gathered.
struct Jobs<G: Group> {
    jobs: Vec<Job<G>>,
    weight: usize,
}

impl<G: Group> Jobs<G> {
    /// Takes what is there, as far as there is room.
    fn take_more(&mut self, waiting: &mut mpsc::Receiver<Job<G>>) {
        while self.jobs.len() < MOST_JOBS
            && self.weight < MOST_BYTES
            && let Ok(job) = waiting.try_recv()
        {
            self.add(job);
        }
    }

    /// Waits until the group is large enough to be written beside another one.
    async fn wait_for_more(&mut self, waiting: &mut mpsc::Receiver<Job<G>>) {
        while self.jobs.len() < MANY_JOBS
            && self.weight < MOST_BYTES
            && let Some(job) = waiting.recv().await
        {
            self.add(job);
        }
    }

    fn add(&mut self, job: Job<G>) {
        self.weight += G::weight(&job.input);
        self.jobs.push(job);
    }
}

async fn is_set(closing: &mut watch::Receiver<bool>) {
    // Also when nobody can close it any more.
    _ = closing.wait_for(|closing| *closing).await;
}

/// Writes a group: first what can be at little cost, and then what is left of it.
async fn write<G: Group>(group: &G, mut jobs: Vec<Job<G>>) {
    for job in jobs.iter_mut().filter(|job| job.answer.is_closed()) {
        G::forgo(&mut job.input);
    }
    let (inputs, answers) = apart(jobs);
    let outputs = match group.write_plain(&inputs).await {
        Ok(outputs) => outputs,
        // What Postgres does not take of one of them is found with the rest.
        Err(error) if is_of_data(&error) => inputs.iter().map(|_| None).collect(),
        Err(error) => return refuse(answers, error),
    };
    let (mut left, mut unheard) = (Vec::new(), Vec::new());
    for ((input, answer), output) in inputs.into_iter().zip(answers).zip(outputs) {
        match output {
            Some(output) => unheard.extend(answer.send(Ok(output)).err().into_iter().flatten()),
            None => left.push(Job { input, answer }),
        }
    }
    if !unheard.is_empty() {
        group.take_back(unheard);
    }
    if !left.is_empty() {
        write_rest(group, left).await;
    }
}

/// Writes the rest of a group. If Postgres does not take a value of it, each job is written alone, so that one
/// does not stop the others.
async fn write_rest<G: Group>(group: &G, jobs: Vec<Job<G>>) {
    let (inputs, answers) = apart(jobs);
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
        Err(error) => refuse(answers, error),
    }
}

type Answer<G> = oneshot::Sender<Result<<G as Group>::Output, StoreError>>;

fn apart<G: Group>(jobs: Vec<Job<G>>) -> (Vec<G::Input>, Vec<Answer<G>>) {
    jobs.into_iter().map(|job| (job.input, job.answer)).unzip()
}

fn refuse<T>(answers: Vec<oneshot::Sender<Result<T, StoreError>>>, error: StoreError) {
    let error = Arc::new(error);
    for answer in answers {
        _ = answer.send(Err(shared(&error)));
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
const MANY_JOBS: usize = 64;
const LONGEST_GATHERING: Duration = Duration::from_millis(2);
const MOST_BYTES: usize = 4 * 1024 * 1024;
