//! Something to be done by the writer, and who waits for it.

use tokio::sync::oneshot;

use super::{
    error::{GroupError, Unfit},
    work::Work,
};
use crate::inbox::StoreError;

/// Something to be done in the transaction of a group.
pub(super) trait Job: Send {
    /// Returns true if it may find nothing to do.
    fn can_look(&self) -> bool;

    /// Looks whether there is anything to do, and returns true if there is not: then it is done.
    fn look(&mut self, work: &Work<'_>) -> bool;

    /// Does it. It is done again if the transaction is lost, unless it has failed.
    fn run(&mut self, work: &mut Work<'_>) -> Step;

    /// It panicked.
    fn panicked(&mut self);

    /// Tells who waits, after the commit.
    fn answer(self: Box<Self>, committed: Result<(), GroupError>);
}

/// The effect of a job on the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// All of it; or nothing, where it has failed.
    Whole,
    /// A part of it.
    Half,
}

/// Returns what a job comes to that has nothing to do.
type Look<T> = Box<dyn Fn(&Work<'_>) -> Result<Option<T>, StoreError> + Send>;

/// A job as a function.
pub(super) struct Task<F, T> {
    look: Option<Look<T>>,
    function: F,
    /// Of the last time that it was done.
    result: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Task<F, T>
where
    F: FnMut(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    T: Send + 'static,
{
    /// A job, and where its result comes out.
    pub(super) fn with_answer(
        function: F,
    ) -> (Box<dyn Job>, oneshot::Receiver<Result<T, StoreError>>) {
        Self::boxed(None, function)
    }

    /// The same of a job that often finds nothing to do. It can be looked for without a lock.
    pub(super) fn with_look(
        look: impl Fn(&Work<'_>) -> Result<Option<T>, StoreError> + Send + 'static,
        function: F,
    ) -> (Box<dyn Job>, oneshot::Receiver<Result<T, StoreError>>) {
        Self::boxed(Some(Box::new(look)), function)
    }

    fn boxed(
        look: Option<Look<T>>,
        function: F,
    ) -> (Box<dyn Job>, oneshot::Receiver<Result<T, StoreError>>) {
        let (answer, answered) = oneshot::channel();
        (Box::new(Self { look, function, result: None, answer }), answered)
    }
}

impl<F, T> Job for Task<F, T>
where
    F: FnMut(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    T: Send + 'static,
{
    fn can_look(&self) -> bool {
        self.look.is_some()
    }

    fn look(&mut self, work: &Work<'_>) -> bool {
        // An error is met again, and told, when it is done.
        let found = self.look.as_ref().and_then(|look| look(work).ok().flatten());
        self.result = found.map(Ok);
        self.result.is_some()
    }

    fn run(&mut self, work: &mut Work<'_>) -> Step {
        if matches!(self.result, Some(Err(_))) {
            return Step::Whole;
        }
        match self.result.insert((self.function)(work)) {
            // A closure of the user's is undone by itself, and comes before all else.
            Ok(_) | Err(StoreError::Transaction(_)) => Step::Whole,
            Err(_) => Step::Half,
        }
    }

    fn panicked(&mut self) {
        self.result = Some(Err(StoreError::Unexpected(Box::new(Unfit::Panicked))));
    }

    /// A job that failed by itself keeps its own error: the commit could not change that.
    fn answer(self: Box<Self>, committed: Result<(), GroupError>) {
        let result = match (self.result, committed) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(done)), Ok(())) => Ok(done),
            (None, Ok(())) => Err(Unfit::RolledBack.into()),
        };
        // Whoever asked may have gone meanwhile.
        _ = self.answer.send(result);
    }
}
