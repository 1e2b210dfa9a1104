//! The questions of pages, as they come from links and forms.

use std::time::SystemTime;

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{page::Shared, problem::Problem, time};
use crate::console::{
    access::{Refused, Viewer},
    data::DeliveryQuery,
};

/// A question for deliveries, out of the query of a page. Empty fields of a form are left out.
pub(super) struct Asked {
    pub(super) query: DeliveryQuery,
    /// False if the URL is longer than it need be, as a form makes it.
    pub(super) is_short: bool,
}

impl FromRequestParts<Shared> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Problem> {
        let asked = parts.uri.query().unwrap_or_default();
        let query = read(asked)?;
        let viewer = parts.extensions.get::<Viewer>().ok_or(Refused::Unknown)?;
        viewer.may_ask(&query.filter)?;
        Ok(Self { is_short: asked.is_empty() || !has_empty(asked), query })
    }
}

/// Reads the query of a URL, or a form.
///
/// # Errors
///
/// Fails if a field is not known or has a wrong value.
pub(super) fn read(text: &str) -> Result<DeliveryQuery, Problem> {
    let pairs = form_urlencoded::parse(text.as_bytes());
    let pairs = pairs.filter(|(_, value)| !value.trim().is_empty());
    DeliveryQuery::read(pairs).map_err(|error| Problem::bad(format!("{error}.")))
}

/// Writes a time as a field of a form takes it.
pub(super) fn field_of(time: Option<SystemTime>) -> String {
    time.map(time::machine).map(|text| text.trim_end_matches('Z').to_owned()).unwrap_or_default()
}

fn has_empty(query: &str) -> bool {
    query.split('&').any(|pair| pair.ends_with('='))
}
