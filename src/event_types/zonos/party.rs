use serde::{Deserialize, Serialize};

use crate::event_types::open_enum::open_enum;

/// A party of an order. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Party {
    /// The id, beginning with `party_`.
    pub id: Option<String>,
    /// The role.
    pub r#type: Option<PartyType>,
    /// The address.
    pub location: Option<Location>,
    /// The person to contact.
    pub person: Option<Person>,
}

open_enum! {
    /// The role of a party in an order. In the SDK.
    pub enum PartyType {
        /// The receiver of the goods.
        Destination = "DESTINATION",
        /// The sender of the goods.
        Origin = "ORIGIN",
        /// The receiver of the payment.
        Payee = "PAYEE",
        /// The payer.
        Payor = "PAYOR",
    }
}

/// An address. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Location {
    /// The country, two letters.
    pub country_code: Option<String>,
    /// The state, province or region, as its code.
    pub administrative_area_code: Option<String>,
    /// The city.
    pub locality: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The first line.
    pub line1: Option<String>,
    /// The second line.
    pub line2: Option<String>,
}

/// A person. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Person {
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The company.
    pub company_name: Option<String>,
}
