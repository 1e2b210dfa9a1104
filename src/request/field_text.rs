//! Places as they stand in a provider file: `header:x-acme-event`, or a table for two places.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::{Field, field_words::named};

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, name) = match self {
            Self::Json(pointer) => ("json", pointer),
            Self::NameOfMember(pointer) => ("name-of-member", pointer),
            Self::Batch(pointer) => ("batch", pointer),
            Self::OtherMember(member) => ("other-member", member),
            Self::Header(name) => ("header", name),
            Self::Query(name) => ("query", name),
            Self::Form(name) => ("form", name),
            Self::Fixed(text) => ("fixed", text),
            Self::HeaderEntry { header, name } => {
                return serializer.collect_str(&format_args!("header:{header}[{name}]"));
            }
            Self::PathSegment(number) => {
                return serializer.collect_str(&format_args!("path-segment:{number}"));
            }
            Self::Pair { first, second, separator } => {
                return Places::Pair { first, second, separator }.serialize(serializer);
            }
            Self::Only { at, text } => return Places::Only { at, text }.serialize(serializer),
            Self::JsonIn { at, pointer } => {
                return Places::JsonIn { at, pointer }.serialize(serializer);
            }
            Self::Body => return serializer.serialize_str(BODY),
        };
        serializer.collect_str(&format_args!("{kind}:{name}"))
    }
}

impl Deserialize<'static> for Field {
    fn deserialize<D: Deserializer<'static>>(deserializer: D) -> Result<Self, D::Error> {
        let place = deserializer.deserialize_any(TextOrTable)?;
        place.problem().map_or(Ok(place), |problem| Err(de::Error::custom(problem)))
    }
}

/// A place that is made of other places.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Places<'a> {
    Pair { first: &'a Field, second: &'a Field, separator: &'a str },
    Only { at: &'a Field, text: &'a str },
    JsonIn { at: &'a Field, pointer: &'a str },
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OwnPlaces {
    Pair { first: Field, second: Field, separator: &'static str },
    Only { at: Field, text: &'static str },
    JsonIn { at: Field, pointer: &'static str },
}

struct TextOrTable;

impl Visitor<'static> for TextOrTable {
    type Value = Field;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'static str) -> Result<Field, E> {
        if text == BODY {
            return Ok(Field::Body);
        }
        let place = text.split_once(':').and_then(|(kind, name)| named(kind, name));
        place.ok_or_else(|| E::custom(format_args!("`{text}` is no place: expected {EXPECTED}")))
    }

    fn visit_map<A: MapAccess<'static>>(self, map: A) -> Result<Field, A::Error> {
        Ok(match OwnPlaces::deserialize(MapAccessDeserializer::new(map))? {
            OwnPlaces::Pair { first, second, separator } => {
                Field::Pair { first: kept(first), second: kept(second), separator }
            }
            OwnPlaces::Only { at, text } => Field::Only { at: kept(at), text },
            OwnPlaces::JsonIn { at, pointer } => Field::JsonIn { at: kept(at), pointer },
        })
    }
}

/// Keeps a place until the process ends, as the text of the file is kept.
fn kept(place: Field) -> &'static Field {
    Box::leak(Box::new(place))
}

const EXPECTED: &str = "`header:NAME`, `header:NAME[ENTRY]`, `query:NAME`, `form:NAME`, `json:/POINTER`, `batch:/POINTER`, `path-segment:N`, \
    `name-of-member:/POINTER`, `other-member:NAME`, `body`, `fixed:TEXT`, \
    `{ pair = { first, second, separator } }`, `{ only = { at, text } }` or \
    `{ json-in = { at, pointer } }`";
const BODY: &str = "body";
