//! A payload whose members are noted while its own type reads them.
//!
//! A name, an id or a tenant may lie in the payload, often in a member of the whole body. A pass of
//! its own to find it would cost as much as reading the payload again.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;

use super::{notes::Notes, plan::Place};
use crate::request::{Node, Seen, Sink};

/// A value that a type reads member by member and element by element, as structs, maps and lists do.
/// Any other value or type is an error that does not mean a wrong payload: read the payload in a pass
/// of its own then.
pub(super) struct Watched<'w, 'p, 'de, D> {
    value: D,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
}

impl<'w, 'p, 'de, D> Watched<'w, 'p, 'de, D> {
    /// Notes the values at the places below `node`.
    pub(super) const fn new(
        value: D,
        node: &'w Node<Place>,
        notes: &'w mut Notes<'p, 'de>,
    ) -> Self {
        Self { value, node, notes }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Watched<'_, '_, 'de, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let Self { value, node, notes } = self;
        value.deserialize_any(Parts { visitor, node, notes })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let Self { value, node, notes } = self;
        value.deserialize_option(Parts { visitor, node, notes })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// A visitor that accepts an object, an array or nothing.
struct Parts<'w, 'p, 'de, V> {
    visitor: V,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Parts<'_, '_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        let Self { visitor, node, notes } = self;
        visitor.visit_map(Members { inner: members, node, notes, seen: Seen::default(), at: None })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        let Self { visitor, node, notes } = self;
        visitor.visit_seq(Elements { inner: elements, node, notes, next: 0 })
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        let Self { visitor, node, notes } = self;
        visitor.visit_some(Watched { value, node, notes })
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }
}

struct Members<'w, 'p, 'de, A> {
    inner: A,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
    seen: Seen,
    /// The node of the member whose value is next, if there is a place at it or below.
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
            let below = self.node.below(position);
            if self.seen.is_first(position) {
                self.at = Some(below);
            } else if !self.notes.repeated(&key, below) {
                return Err(A::Error::custom("repeated member"));
            }
        }
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.at {
            Some(node) => self.inner.next_value_seed(Part { seed, node, notes: &mut *self.notes }),
            None => self.inner.next_value_seed(seed),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

struct Elements<'w, 'p, 'de, A> {
    inner: A,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
    /// The index of the next element.
    next: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<'_, '_, 'de, A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        let at = self.node.element(self.next);
        self.next += 1;
        match at {
            Some(node) => {
                self.inner.next_element_seed(Part { seed, node, notes: &mut *self.notes })
            }
            None => self.inner.next_element_seed(seed),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// The reader of a member or an element that is noted, or that has noted values below it.
struct Part<'w, 'p, 'de, T> {
    seed: T,
    node: &'w Node<Place>,
    notes: &'w mut Notes<'p, 'de>,
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Part<'_, '_, 'de, T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<T::Value, D::Error> {
        let Self { seed, node, notes } = self;
        if node.places().is_empty() {
            return seed.deserialize(Watched { value, node, notes });
        }
        let raw = <&RawValue>::deserialize(value)?;
        notes.note(node, raw).map_err(D::Error::custom)?;
        let mut value = serde_json::Deserializer::from_str(raw.get());
        seed.deserialize(&mut value).map_err(D::Error::custom)
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
