//! The ways in which a sender proves itself: one, or a list.

use crate::scheme::Scheme;

/// One way, kept in place so that a constant can be built step by step, or a list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Schemes {
    One(Scheme),
    Several(&'static [Scheme]),
}

impl Schemes {
    pub(super) const fn as_slice(&self) -> &[Scheme] {
        match self {
            Self::One(scheme) => std::slice::from_ref(scheme),
            Self::Several(schemes) => schemes,
        }
    }
}

impl PartialEq for Schemes {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Schemes {}

#[cfg(feature = "provider-file")]
impl serde::Serialize for Schemes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

#[cfg(feature = "provider-file")]
impl serde::Deserialize<'static> for Schemes {
    fn deserialize<D: serde::Deserializer<'static>>(deserializer: D) -> Result<Self, D::Error> {
        crate::toml_forms::list(deserializer).map(Self::Several)
    }
}
