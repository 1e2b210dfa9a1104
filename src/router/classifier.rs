//! The functions that classify errors.

use std::{error::Error, fmt};

use super::counts::Counter;
use crate::{
    ErrorClass, Outcome,
    error_text::{causes, chain},
    panic::{caught, drop_caught},
};

/// The functions that classify errors, in the order in which they are asked.
#[derive(Default)]
pub(super) struct Classifier(Vec<Box<Classify>>);

type Classify = dyn Fn(&(dyn Error + 'static)) -> Option<ErrorClass> + Send + Sync;

impl Classifier {
    pub(super) fn add(
        &mut self,
        classify: impl Fn(&(dyn Error + 'static)) -> Option<ErrorClass> + Send + Sync + 'static,
    ) {
        self.0.push(Box::new(classify));
    }

    /// Classifies an outcome that has an error and says nothing else, and puts the text of the
    /// error in its place. `panics` counts the panics of the error and of the functions, after
    /// which the error has no class.
    pub(super) fn classify(&self, outcome: Outcome, panics: &Counter) -> Outcome {
        let Outcome::Retry { after, error: Some(error) } = outcome else { return outcome };
        let class = if after.is_none() { caught(|| self.class(&*error)) } else { Ok(None) };
        let text = chain(&*error);
        // Nobody reads more of the error than its text, and its `Drop` may panic.
        let dropped = drop_caught(error);
        for panicked in [class.is_err(), dropped.is_err()] {
            if panicked {
                panics.add_one();
            }
        }
        match class.unwrap_or_default() {
            Some(class) => class.outcome(text.into()),
            None => Outcome::Retry { after, error: Some(text.into()) },
        }
    }

    fn class(&self, error: &(dyn Error + 'static)) -> Option<ErrorClass> {
        causes(error).find_map(|error| self.0.iter().find_map(|classify| classify(error)))
    }
}

impl fmt::Debug for Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} functions", self.0.len())
    }
}
