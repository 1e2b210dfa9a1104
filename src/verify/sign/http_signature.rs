//! HTTP message signatures, as a sender writes them.

use super::{
    super::{
        http_signature::{Base, digest},
        lookup::Lookup,
        url::PublicUrl,
    },
    SignError, Signer,
    draft::Draft,
    key::SigningKey,
};
use crate::scheme::{HttpSignature, TimeUnit};

impl Draft {
    /// Puts in the signature of a sender, and what it covers.
    pub(super) fn sign_http(
        &mut self,
        scheme: &HttpSignature,
        key: &SigningKey,
        signer: &Signer,
    ) -> Result<(), SignError> {
        for name in scheme.covering.iter().filter(|name| !name.starts_with(['@', '('])) {
            if !self.headers.contains_key(*name) {
                let value = self.header_value(name, signer);
                self.set(name, &value)?;
            }
        }
        let uri = self.uri()?;
        let url = PublicUrl::parse(&self.origin).ok_or(SignError::BadUrl)?;
        let received = self.received(&uri);
        let lookup = Lookup::new(&received, self.document_in);
        let created = TimeUnit::Seconds.write(signer.at).parse().unwrap_or_default();
        let base = Base { scheme, lookup, url: &url };
        let shown = base.sign(created, |text| key.sign_text(scheme.algorithm, text))?;
        shown.iter().try_for_each(|(name, value)| self.set(name, value))
    }

    fn header_value(&self, name: &str, signer: &Signer) -> String {
        match name {
            "content-digest" | "digest" => digest::write(name, &self.body),
            "content-length" => self.body.len().to_string(),
            "date" => TimeUnit::HttpDate.write(signer.at),
            _ => self.id.clone(),
        }
    }
}
