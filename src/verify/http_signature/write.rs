//! Signatures as a sender writes them.

use super::{
    Base,
    base::{self, Parameters},
    names,
    shown::{Shown, component},
    structured::{Bare, Params},
};
use crate::{
    scheme::{Encoding, HttpSignature},
    verify::sign::SignError,
};

impl Base<'_> {
    /// Signs the request, and returns the headers that show it: names and values.
    pub(in crate::verify) fn sign(
        &self,
        created: u64,
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, SignError>,
    ) -> Result<Vec<(&'static str, String)>, SignError> {
        let mut shown = unsigned(self.scheme, created);
        let text =
            self.text(&shown, &Parameters::new()).map_err(|name| SignError::BadHeader { name })?;
        shown.signature = sign(&text)?;
        let signature = Encoding::Base64.encode(&shown.signature);
        let crate::Field::Header(place) = self.scheme.place() else {
            return Ok(Vec::new());
        };
        if self.scheme.is_draft() {
            return Ok(vec![(place, draft(&shown, &signature, place))]);
        }
        let label = self.scheme.label.unwrap_or("sig");
        let input = format!("{label}={}", base::params(&shown));
        Ok(vec![("signature-input", input), (place, format!("{label}=:{signature}:"))])
    }
}

/// Returns a signature over what a provider wants, yet without its bytes.
fn unsigned(scheme: &HttpSignature, created: u64) -> Shown {
    let text = |text: &str| Bare::Text(text.to_owned());
    let created = Bare::Integer(i64::try_from(created).unwrap_or(i64::MAX));
    let name = names(scheme.algorithm, scheme.is_draft()).first().map(|name| text(name));
    let is_timed = !scheme.is_draft() || scheme.covering.contains(&"(created)");
    let expires = scheme.covering.contains(&"(expires)").then(|| created.clone());
    let algorithm = if scheme.is_draft() { "algorithm" } else { "alg" };
    let params = [
        scheme.is_draft().then(|| ("keyId", text("made-up"))),
        is_timed.then_some(("created", created)),
        expires.map(|expires| ("expires", expires)),
        name.map(|name| (algorithm, name)),
        scheme.tag.map(|tag| ("tag", text(tag))),
    ];
    let params = params.into_iter().flatten().map(|(name, value)| (name.to_owned(), value));
    Shown {
        components: scheme.covering.iter().copied().map(component).collect(),
        params: Params(params.collect()),
        signature: Vec::new(),
    }
}

fn draft(shown: &Shown, signature: &str, place: &str) -> String {
    let mut fields: Vec<_> =
        shown.params.0.iter().map(|(name, value)| draft_field(name, value)).collect();
    let names: Vec<_> = shown.components.iter().map(Shown::name).collect();
    fields.push(format!("headers=\"{}\"", names.join(" ")));
    fields.push(format!("signature=\"{signature}\""));
    let prefix = if place.eq_ignore_ascii_case("authorization") { "Signature " } else { "" };
    format!("{prefix}{}", fields.join(","))
}

fn draft_field(name: &str, value: &Bare) -> String {
    match value {
        Bare::Integer(number) => format!("{name}={number}"),
        value => format!("{name}=\"{}\"", value.as_text().unwrap_or_default()),
    }
}
