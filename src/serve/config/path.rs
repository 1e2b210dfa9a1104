//! The path of a key in a configuration file: `endpoints[2].secrets[0].env`.

use std::fmt;

use serde_path_to_error::Segment;

/// The path of a key.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyPath(Vec<Segment>);

impl KeyPath {
    /// The path of a key at the top, or of a table.
    pub(crate) fn key(key: &str) -> Self {
        Self::default().and(key)
    }

    /// The path of an endpoint.
    pub(crate) fn endpoint(index: usize) -> Self {
        Self::key("endpoints").at(index)
    }

    /// Returns the path of a key in this table.
    pub(crate) fn and(&self, key: &str) -> Self {
        self.with(Segment::Map { key: key.to_owned() })
    }

    /// Returns the path of an item of this list.
    pub(crate) fn at(&self, index: usize) -> Self {
        self.with(Segment::Seq { index })
    }

    /// Returns the path of what another path leads to from here: `proved-by[0].signature`.
    pub(crate) fn and_path(&self, path: &str) -> Self {
        path.split('.').fold(self.clone(), |path, part| {
            let (key, indexes) = part.split_once('[').unwrap_or((part, ""));
            let indexes = indexes.split(['[', ']']).filter_map(|index| index.parse().ok());
            indexes.fold(path.and(key), |path, index| path.at(index))
        })
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.0
    }

    fn with(&self, segment: Segment) -> Self {
        Self(self.0.iter().cloned().chain([segment]).collect())
    }
}

/// The name of a key; `None` for an item of a list.
pub(super) fn name(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Map { key } | Segment::Enum { variant: key } => Some(key),
        Segment::Seq { .. } | Segment::Unknown => None,
    }
}

impl From<&serde_path_to_error::Path> for KeyPath {
    fn from(path: &serde_path_to_error::Path) -> Self {
        let known = |segment: &&Segment| !matches!(segment, Segment::Unknown);
        Self(path.iter().take_while(known).cloned().collect())
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            match (segment, name(segment)) {
                (Segment::Seq { index }, _) => write!(f, "[{index}]")?,
                (_, Some(name)) if at > 0 => write!(f, ".{name}")?,
                (_, name) => f.write_str(name.unwrap_or_default())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_toml_users_know_it() {
        let path = KeyPath::endpoint(2).and("sender").and_path("proved-by[0].signature.over");

        assert_eq!(path.to_string(), "endpoints[2].sender.proved-by[0].signature.over");
    }
}
