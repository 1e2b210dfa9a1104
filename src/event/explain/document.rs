//! A JSON document that keeps the path to the value that is read.

use serde::{
    de::{
        DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
        Visitor,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, map, value::Number};

use super::{Mismatch, shown, text::Text, variant::Variant};

pub(super) struct Json<'a>(pub(super) &'a Value);

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(value) => visit_number(value, visitor),
            Value::String(value) => visitor.visit_str(value),
            Value::Array(value) => visitor.visit_seq(Elements::new(value)),
            Value::Object(value) => visitor.visit_map(Members::new(value, &[])),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Object(value) => visitor.visit_map(Members::new(value, fields)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        // The raw values and the numbers of serde_json have a way of reading of their own.
        if name.starts_with("$serde_json::") {
            return self.0.deserialize_newtype_struct(name, visitor).map_err(Mismatch::custom);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::String(value) => visitor.visit_enum(value.as_str().into_deserializer()),
            Value::Object(value) if value.len() == 1 => match value.iter().next() {
                Some((name, value)) => {
                    visitor.visit_enum(Variant { name, shown: shown(variants, name), value })
                }
                None => self.deserialize_any(visitor),
            },
            Value::Object(_) => Err(Mismatch::invalid_value(Unexpected::Map, &visitor)),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Mismatch> {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(value), ..) => visitor.visit_u64(value),
        (_, Some(value), _) => visitor.visit_i64(value),
        (.., Some(value)) => visitor.visit_f64(value),
        _ => Err(Mismatch::custom("a number that is no f64")),
    }
}

struct Elements<'a> {
    rest: std::slice::Iter<'a, Value>,
    next: usize,
}

impl<'a> Elements<'a> {
    fn new(elements: &'a [Value]) -> Self {
        Self { rest: elements.iter(), next: 0 }
    }
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let Some(value) = self.rest.next() else {
            return Ok(None);
        };
        let at = self.next;
        self.next += 1;
        seed.deserialize(Json(value)).map(Some).map_err(|wrong| wrong.inside(at.to_string()))
    }
}

struct Members<'a> {
    rest: map::Iter<'a>,
    current: Option<(&'a str, &'a Value)>,
    /// The names in the receiver's type.
    known: &'static [&'static str],
}

impl<'a> Members<'a> {
    fn new(members: &'a Map<String, Value>, known: &'static [&'static str]) -> Self {
        Self { rest: members.iter(), current: None, known }
    }
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        self.current = self.rest.next().map(|(key, value)| (key.as_str(), value));
        self.current.map(|(key, _)| seed.deserialize(Text(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let Some((key, value)) = self.current.take() else {
            return Err(Mismatch::custom("a value before its key"));
        };
        seed.deserialize(Json(value)).map_err(|wrong| wrong.inside(shown(self.known, key)))
    }
}
