//! All keys of a configuration file, each with its meaning: for `docs/configuration.md` and `hookport init`.

mod command_and_mail;
mod destinations;
mod endpoints;
mod forward;
#[cfg(feature = "otlp")]
mod otlp;
mod tables;
mod top;

/// A key of a configuration file.
///
/// ```
/// use hookport::serve;
///
/// let listen = serve::keys().find(|key| key.path == "listen").expect("a key");
/// assert_eq!(listen.default, "`\"127.0.0.1:8080\"`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// Its path. `[]` stands for any table of a list: `endpoints[].path`.
    pub path: &'static str,
    /// The form of its value, with the unit.
    pub form: &'static str,
    /// The default.
    pub default: &'static str,
    /// Its meaning.
    pub meaning: &'static str,
    /// The key as it is written; empty for a table whose keys follow.
    pub example: &'static str,
}

/// Returns all keys, in the order of the documentation.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    #[cfg(feature = "otlp")]
    let otlp = otlp::KEYS;
    #[cfg(not(feature = "otlp"))]
    let otlp: &[Key] = &[];
    [
        top::KEYS,
        tables::KEYS,
        otlp,
        endpoints::KEYS,
        destinations::KEYS,
        forward::KEYS,
        command_and_mail::KEYS,
    ]
    .into_iter()
    .flatten()
}

/// Makes a key.
const fn key(
    path: &'static str,
    form: &'static str,
    default: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> Key {
    Key { path, form, default, meaning, example }
}

/// Makes a key whose value is a table.
const fn table(path: &'static str, meaning: &'static str) -> Key {
    key(path, "table", "", meaning, "")
}

const NONE: &str = "none";
const OFF: &str = "`false`";
