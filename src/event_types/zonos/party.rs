use serde::{Deserialize, Serialize};

use crate::event_types::open_enum::open_enum;

/// Someone an order concerns. In the schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Party {
    /// The id, beginning with `party_`.
    pub id: Option<String>,
    /// What part it plays.
    pub r#type: Option<PartyType>,
    /// Where it is.
    pub location: Option<Location>,
    /// Whom to talk to.
    pub person: Option<Person>,
}

open_enum! {
    /// What part somebody plays in an order. In the SDK.
    pub enum PartyType {
        /// Who receives the goods.
        Destination = "DESTINATION",
        /// Who sends the goods.
        Origin = "ORIGIN",
        /// Who is paid.
        Payee = "PAYEE",
        /// Who pays.
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
    /// State, province or region, as its code.
    pub administrative_area_code: Option<String>,
    /// City.
    pub locality: Option<String>,
    /// Postal code.
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
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The company.
    pub company_name: Option<String>,
}
