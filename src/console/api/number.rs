//! The numbers in the bodies of actions.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, Unexpected, Visitor},
};

/// A whole number that each reader of JSON can hold. `5.0` is one too, as in JSON Schema.
#[derive(Clone, Copy)]
pub(super) struct Number(u64);

impl Number {
    pub(super) const fn get(self) -> u64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(number: D) -> Result<Self, D::Error> {
        number.deserialize_u64(WholeNumber)
    }
}

struct WholeNumber;

impl Visitor<'_> for WholeNumber {
    type Value = Number;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a whole number from 0 to {HIGHEST}")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
        if number > HIGHEST {
            return Err(E::invalid_value(Unexpected::Unsigned(number), &self));
        }
        Ok(Number(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Number, E> {
        match whole(number) {
            Some(number) => self.visit_u64(number),
            None => Err(E::invalid_value(Unexpected::Float(number), &self)),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is whole, and within the range"
)]
fn whole(number: f64) -> Option<u64> {
    let is_whole = number.fract() == 0.0 && (0.0..=LIMIT).contains(&number);
    is_whole.then_some(number as u64)
}

/// The highest number that a float holds exactly, as its neighbours.
const HIGHEST: u64 = (1 << 53) - 1;
const LIMIT: f64 = 9_007_199_254_740_991.0;
