//! Filters: which deliveries a destination takes.

use super::Condition;
use crate::{
    Delivery, FieldError,
    event::{NamePattern, NamePatternError},
};

/// A filter of deliveries: by event name, and by conditions that must all hold.
///
/// ```
/// use hookport::{Field, destinations::{Condition, Filter}};
///
/// let filter = Filter::all()
///     .events(["order.*", "invoice.paid"])?
///     .when(Condition::equals(Field::Json("/data/currency"), "EUR"))?
///     .when(Condition::exists(Field::Json("/data/test")).not())?;
///
/// let error = Filter::all().events(["*"]).unwrap_err();
/// assert!(error.to_string().starts_with("`*` is no pattern of event names"));
/// # drop(filter);
/// # Ok::<(), hookport::destinations::FilterError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Filter {
    /// Empty for all events, those without a name included.
    events: Vec<NamePattern>,
    conditions: Vec<Condition>,
}

/// The error of a filter that takes no delivery.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// A text is no pattern of event names.
    #[error(transparent)]
    Pattern(#[from] NamePatternError),
    /// The list of event names is empty.
    #[error("no event is named: without a list, all events are taken")]
    NoEvents,
    /// A condition has a place that no request has, or nothing to compare with.
    #[error("{problem}")]
    Condition {
        /// The mistake.
        problem: String,
    },
}

impl Filter {
    /// Takes every delivery.
    pub const fn all() -> Self {
        Self { events: Vec::new(), conditions: Vec::new() }
    }

    /// Takes only events with one of these names, or with a name that one of these patterns takes:
    /// `order.paid`, `order.*`, `order/*`, `*/DELETE`. An event without a name is not taken then.
    ///
    /// # Errors
    ///
    /// Fails at the first text that is no pattern, and if there is none: a list that is empty by mistake does not
    /// take all events.
    pub fn events<T: AsRef<str>>(
        mut self,
        patterns: impl IntoIterator<Item = T>,
    ) -> Result<Self, FilterError> {
        let before = self.events.len();
        for pattern in patterns {
            self.events.push(NamePattern::parse(pattern.as_ref())?);
        }
        if self.events.len() == before { Err(FilterError::NoEvents) } else { Ok(self) }
    }

    /// Takes only deliveries that meet this condition, besides those before.
    ///
    /// # Errors
    ///
    /// Fails if no delivery can meet the condition.
    pub fn when(mut self, condition: Condition) -> Result<Self, FilterError> {
        if let Some(problem) = condition.problem() {
            return Err(FilterError::Condition { problem });
        }
        self.conditions.push(condition);
        Ok(self)
    }

    /// Returns whether the filter takes a delivery.
    ///
    /// # Errors
    ///
    /// Fails if the conditions that can be read all hold, and another one looks at a value that cannot be
    /// read.
    pub fn takes(&self, delivery: &Delivery) -> Result<bool, FieldError> {
        Ok(self.takes_name(delivery.event_name()) && self.takes_values(delivery)?)
    }

    /// Returns whether the conditions hold.
    pub(super) fn takes_values(&self, delivery: &Delivery) -> Result<bool, FieldError> {
        let input = delivery.input();
        let mut unreadable = None;
        for condition in &self.conditions {
            match condition.holds(&input) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(error) => unreadable = unreadable.or(Some(error)),
            }
        }
        unreadable.map_or(Ok(true), Err)
    }

    /// Returns whether the filter looks at the event's name.
    pub(super) const fn is_for_names(&self) -> bool {
        !self.events.is_empty()
    }

    /// Returns the patterns of event names; none for all.
    #[cfg(feature = "console")]
    pub(super) fn names(&self) -> Vec<String> {
        self.events.iter().map(ToString::to_string).collect()
    }

    pub(super) fn takes_name(&self, name: Option<&str>) -> bool {
        let is_taken = |name| self.events.iter().any(|pattern| pattern.takes(name));
        !self.is_for_names() || name.is_some_and(is_taken)
    }
}
