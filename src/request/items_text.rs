//! The places of items as they stand in a provider file: `{ at = ["/events"] }` or `"lines"`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{Items, items::problem};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Written {
    At(&'static [&'static str]),
    Lines,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
enum Read {
    At(Vec<&'static str>),
    Lines,
}

impl Serialize for Items {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self {
            Self::At(pointers) => Written::At(pointers),
            Self::Lines => Written::Lines,
        };
        written.serialize(serializer)
    }
}

impl Deserialize<'static> for Items {
    fn deserialize<D: Deserializer<'static>>(deserializer: D) -> Result<Self, D::Error> {
        match Read::deserialize(deserializer)? {
            Read::Lines => Ok(Self::Lines),
            Read::At(pointers) => match problem(&pointers) {
                Some(problem) => Err(D::Error::custom(problem)),
                // Kept until the process ends, as the text of the file is.
                None => Ok(Self::At(pointers.leak())),
            },
        }
    }
}
