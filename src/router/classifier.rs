//! The functions that classify errors.

use std::{error::Error, fmt};

use crate::{ErrorClass, Outcome, error_text::causes, panic::caught};

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

    /// Classifies an outcome that has an error and says nothing else. A function that panics says
    /// nothing.
    pub(super) fn classify(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Retry { after: None, error: Some(error) } if !self.0.is_empty() => {
                let class = caught(|| self.class(&*error)).ok().flatten();
                class.unwrap_or(ErrorClass::Retry).outcome(error)
            }
            other => other,
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
