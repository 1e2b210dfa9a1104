//! A payload whose members are noted while its own type reads them.
//!
//! A name or an id may be a member of the payload, often of the whole body. A pass of its own to
//! find it would cost as much as reading the payload again.

use std::{borrow::Cow, fmt};

use serde::{
    de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;

use super::{notes::Notes, plan::Place};
use crate::request::{Node, Seen, Sink};

/// An object that a type reads member by member, as structs and maps do. Any other value or type is
/// an error that does not mean a wrong payload: read the payload in a pass of its own then.
pub(super) struct Watched<'w, 'p, 'de, D> {
    payload: D,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
}

impl<'w, 'p, 'de, D> Watched<'w, 'p, 'de, D> {
    /// Notes the values at the places below `node`, each of which is a member of `payload`.
    pub(super) const fn new(
        payload: D,
        node: &'w Node<Place>,
        notes: &'w mut Notes<'p, 'de>,
    ) -> Self {
        Self { payload, node, notes }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Watched<'_, '_, 'de, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let Self { payload, node, notes } = self;
        payload.deserialize_any(Object { visitor, node, notes })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// A visitor that accepts an object only.
struct Object<'w, 'p, 'de, V> {
    visitor: V,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<'_, '_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        let Self { visitor, node, notes } = self;
        visitor.visit_map(Members { inner: members, node, notes, seen: Seen::default(), at: None })
    }
}

struct Members<'w, 'p, 'de, A> {
    inner: A,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
    seen: Seen,
    /// The place of the member whose value is next, if the member has a place.
    at: Option<&'w Node<Place>>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, '_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(key) = self.inner.next_key_seed(Key)? else {
            return Ok(None);
        };
        self.at = None;
        if let Some(position) = self.node.position(&key) {
            if !self.seen.is_first(position) {
                self.notes.repeated(&key);
                return Err(A::Error::custom("repeated member"));
            }
            self.at = Some(self.node.below(position));
        }
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let Some(node) = self.at else {
            return self.inner.next_value_seed(seed);
        };
        let raw: &RawValue = self.inner.next_value()?;
        self.notes.note(node, raw).map_err(A::Error::custom)?;
        let mut value = serde_json::Deserializer::from_str(raw.get());
        seed.deserialize(&mut value).map_err(A::Error::custom)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// Reader of a member's name, without a copy if the name has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Cow<'de, str>, D::Error> {
        key.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
