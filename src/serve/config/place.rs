//! Places in a request, as a configuration file writes them: `json:/data/id`.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use crate::Field;

/// A place in the form of a provider file. Equal ones are kept once until the process ends, so that a
/// file that is read again takes no more memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place(pub(crate) Field);

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Value::deserialize(deserializer)?;
        known(&written).map(Self).map_err(de::Error::custom)
    }
}

/// Returns the place that a value writes.
pub(super) fn known(written: &Value) -> Result<Field, String> {
    let text = written.to_string();
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(field) = known.get(&text) {
        return Ok(*field);
    }
    if text.len() > LONGEST {
        return Err(format!("is longer than {LONGEST} bytes"));
    }
    if known.len() >= MOST {
        return Err(format!("more than {MOST} different places were read since the start"));
    }
    let kept: &'static Value = Box::leak(Box::new(written.clone()));
    let field = Field::deserialize(kept).map_err(|error| error.to_string())?;
    known.insert(text, field);
    Ok(field)
}

static KNOWN: LazyLock<Mutex<HashMap<String, Field>>> = LazyLock::new(Mutex::default);

/// The longest text of a place, in bytes.
const LONGEST: usize = 4096;

/// The largest number of different places.
const MOST: usize = 16_384;
