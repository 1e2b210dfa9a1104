use serde::{Deserialize, Serialize};

use crate::event_types::lenient;

/// A customer. The fields are evidenced by public code that reads the vendor's API; that a webhook
/// sends the same is inferred.
///
/// One reader of the API finds the whole name in [`name`](Self::name), another one its parts in
/// [`first_name`](Self::first_name) and [`last_name`](Self::last_name). All of it is personal data:
/// do not write it to a log. A field of another shape is `None`, or its JSON as a text.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Customer;
///
/// let customer: Customer = serde_json::from_str(r#"{
///     "id": "cus-1",
///     "firstName": "Anna",
///     "lastName": "Rossi",
///     "email": "anna@example.com"
/// }"#)?;
/// assert_eq!(customer.full_name().as_deref(), Some("Anna Rossi"));
///
/// let customer: Customer = serde_json::from_str(r#"{"id": "cus-1", "name": "Rossi Anna"}"#)?;
/// assert_eq!(customer.full_name().as_deref(), Some("Rossi Anna"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Customer {
    /// The id, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The whole name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// The first name.
    #[serde(deserialize_with = "lenient::text")]
    pub first_name: Option<String>,
    /// The family name.
    #[serde(deserialize_with = "lenient::text")]
    pub last_name: Option<String>,
    /// The e-mail address.
    #[serde(deserialize_with = "lenient::text")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(deserialize_with = "lenient::text")]
    pub phone_number: Option<String>,
    /// The tax code.
    #[serde(deserialize_with = "lenient::text")]
    pub fiscal_code: Option<String>,
    /// The VAT number.
    #[serde(deserialize_with = "lenient::text")]
    pub vat_number: Option<String>,
    /// The company of the customer.
    #[serde(deserialize_with = "lenient::text")]
    pub id_organization: Option<String>,
}

impl Customer {
    /// Returns the whole name, or else its parts that are there.
    pub fn full_name(&self) -> Option<String> {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        self.name.clone().or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
    }
}

/// A company. Inferred, since none has been seen. A [`Customer`] names its company in
/// [`id_organization`](Customer::id_organization).
///
/// ```
/// use hookport::event_types::cassa_in_cloud::{Customer, Organization};
///
/// let company: Organization = serde_json::from_str(r#"{
///     "id": "org-1",
///     "name": "Rossi Srl",
///     "vatNumber": "01234567890"
/// }"#)?;
/// let customer: Customer = serde_json::from_str(r#"{"id": "cus-1", "idOrganization": "org-1"}"#)?;
///
/// assert_eq!(customer.id_organization, company.id);
/// assert_eq!(company.vat_number.as_deref(), Some("01234567890"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Organization {
    /// The id, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// The tax code.
    #[serde(deserialize_with = "lenient::text")]
    pub tax_code: Option<String>,
    /// The VAT number.
    #[serde(deserialize_with = "lenient::text")]
    pub vat_number: Option<String>,
}
