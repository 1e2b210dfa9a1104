//! A variant of an enum, written as an object with one member.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};
use serde_json::Value;

use super::{Mismatch, document::Json, text::Text};

pub(super) struct Variant<'a> {
    pub(super) name: &'a str,
    /// The name for a path.
    pub(super) shown: &'static str,
    pub(super) value: &'a Value,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Mismatch;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Mismatch> {
        Ok((seed.deserialize(Text(self.name))?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        <()>::deserialize(Json(self.value)).map_err(|wrong| wrong.inside(self.shown))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        seed.deserialize(Json(self.value)).map_err(|wrong| wrong.inside(self.shown))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        Json(self.value).deserialize_any(visitor).map_err(|wrong| wrong.inside(self.shown))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let value = Json(self.value).deserialize_struct("", fields, visitor);
        value.map_err(|wrong| wrong.inside(self.shown))
    }
}
