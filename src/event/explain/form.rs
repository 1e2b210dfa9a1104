//! A form that keeps the name of the field that is read.

use std::borrow::Cow;

use serde::{
    de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{Mismatch, shown, text::Text};

pub(super) struct Form<'a>(pub(super) &'a str);

impl<'de> Deserializer<'de> for Form<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(Fields::new(self.0, &[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_map(Fields::new(self.0, fields))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Fields<'a> {
    rest: form_urlencoded::Parse<'a>,
    current: Option<(Cow<'a, str>, Cow<'a, str>)>,
    /// The names in the receiver's type.
    known: &'static [&'static str],
}

impl<'a> Fields<'a> {
    fn new(form: &'a str, known: &'static [&'static str]) -> Self {
        Self { rest: form_urlencoded::parse(form.as_bytes()), current: None, known }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        self.current = self.rest.next();
        self.current.as_ref().map(|(key, _)| seed.deserialize(Text(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let Some((key, value)) = self.current.take() else {
            return Err(Mismatch::custom("a value before its key"));
        };
        seed.deserialize(Text(&value)).map_err(|wrong| wrong.inside(shown(self.known, &key)))
    }
}
