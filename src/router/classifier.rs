//! The functions that classify errors.

use std::{error::Error, fmt};

use super::counts::Counter;
use crate::{
    ErrorClass, Outcome,
    error_text::causes,
    panic::{Panicked, caught},
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

    /// Classifies an outcome that has an error and says nothing else. After a panic, which `panics`
    /// counts, the error has no class.
    pub(super) fn classify(&self, outcome: Outcome, panics: &Counter) -> Outcome {
        match outcome {
            Outcome::Retry { after: None, error: Some(error) } if !self.0.is_empty() => {
                let class = caught(|| self.class(&*error)).unwrap_or_else(|Panicked| {
                    panics.add_one();
                    None
                });
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
