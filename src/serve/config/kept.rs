//! Texts that are kept until the process ends: equal ones once, however often a file is read.

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};

/// Keeps a text.
///
/// # Errors
///
/// Fails if too many different ones were kept before.
pub(crate) fn kept(text: &str) -> Result<&'static str, String> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(text) {
        return Ok(known);
    }
    if known.len() >= MOST {
        return Err(format!("more than {MOST} different texts were read since the start"));
    }
    let text: &'static str = Box::leak(text.into());
    known.insert(text);
    Ok(text)
}

static KNOWN: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);

/// The largest number of different texts.
const MOST: usize = 16_384;
