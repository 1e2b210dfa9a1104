use serde::{Deserialize, Serialize};

use crate::event_types::open_enum::open_enum;

/// A party of an order. In the schema.
///
/// Find a party by its role and not by its position, since the sequence is not published.
///
/// ```
/// use hookport::event_types::zonos::{Order, PartyType};
///
/// let order: Order = serde_json::from_str(r#"{
///     "parties": [
///         {
///             "id": "party_aa1",
///             "type": "ORIGIN",
///             "location": {"countryCode": "US"},
///             "person": {"companyName": "Example Shop"}
///         },
///         {
///             "id": "party_aa2",
///             "type": "DESTINATION",
///             "location": {"countryCode": "CA", "locality": "Toronto", "postalCode": "M5H 2N2"},
///             "person": {"firstName": "Ana", "lastName": "Silva"}
///         }
///     ]
/// }"#)?;
///
/// let is_receiver = |party: &&hookport::event_types::zonos::Party| {
///     party.r#type == Some(PartyType::Destination)
/// };
/// let receiver = order.parties.iter().find(is_receiver).ok_or("no receiver")?;
/// let place = receiver.location.as_ref().ok_or("no address")?;
///
/// assert_eq!(place.country_code.as_deref(), Some("CA"));
/// assert_eq!(receiver.person.as_ref().and_then(|person| person.company_name.as_deref()), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// The payer, `PAYOR`, may live elsewhere than the receiver of the goods, as with a present. So
    /// send the invoice to the one and the parcel to the other:
    ///
    /// ```
    /// use hookport::event_types::zonos::PartyType;
    ///
    /// fn papers(role: &PartyType) -> &'static [&'static str] {
    ///     match role {
    ///         PartyType::Destination => &["parcel", "delivery note"],
    ///         PartyType::Payor => &["invoice"],
    ///         PartyType::Origin | PartyType::Payee => &[],
    ///         // A role of a later version of the SDK.
    ///         _ => &[],
    ///     }
    /// }
    ///
    /// let roles: Vec<PartyType> =
    ///     serde_json::from_str(r#"["DESTINATION", "PAYOR", "IMPORTER_OF_RECORD"]"#)?;
    ///
    /// assert_eq!(papers(&roles[0]), ["parcel", "delivery note"]);
    /// assert_eq!(papers(&roles[1]), ["invoice"]);
    /// assert_eq!(papers(&roles[2]), [""; 0]);
    /// assert_eq!(roles[2], PartyType::Other("IMPORTER_OF_RECORD".to_owned()));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
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
///
/// The country is a code of two letters, and the region a code too, such as `ON` for Ontario. That
/// the region comes without the country is inferred. Not every country has regions or postal codes,
/// so both may be absent.
///
/// ```
/// use hookport::event_types::zonos::Location;
///
/// let address: Location = serde_json::from_str(r#"{
///     "countryCode": "CA",
///     "administrativeAreaCode": "ON",
///     "locality": "Toronto",
///     "postalCode": "M5H 2N2",
///     "line1": "100 Queen St W",
///     "line2": null
/// }"#)?;
///
/// let lines: Vec<_> = [&address.line1, &address.line2, &address.locality, &address.country_code]
///     .into_iter()
///     .filter_map(|line| line.as_deref())
///     .collect();
/// assert_eq!(lines, ["100 Queen St W", "Toronto", "CA"]);
/// assert_eq!(address.administrative_area_code.as_deref(), Some("ON"));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// A company has a [`company_name`](Self::company_name), with or without the name of a person. This
/// is personal data. An inbox keeps the whole body, so set how long it keeps a handled delivery.
///
/// ```
/// use hookport::event_types::zonos::Person;
///
/// fn addressee(person: &Person) -> String {
///     let names = [&person.company_name, &person.first_name, &person.last_name];
///     let names: Vec<_> = names.into_iter().filter_map(|name| name.as_deref()).collect();
///     names.join(" ")
/// }
///
/// let person: Person = serde_json::from_str(r#"{
///     "firstName": "Ana",
///     "lastName": "Silva",
///     "email": "ana@example.com",
///     "phone": "+14165550100",
///     "companyName": null
/// }"#)?;
/// assert_eq!(addressee(&person), "Ana Silva");
///
/// let company: Person = serde_json::from_str(r#"{"companyName": "Example Ltd"}"#)?;
/// assert_eq!(addressee(&company), "Example Ltd");
/// # Ok::<(), serde_json::Error>(())
/// ```
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
