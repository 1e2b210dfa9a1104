//! The part of a credential that nobody can change and still pass.

use std::ops::Range;

use hookport::{
    Provider,
    scheme::{HttpSignatureForm, Scheme},
};

/// Returns where the credential is in a header: all of it, unless its form has fields that are not signed, as
/// the key id in the draft of HTTP signatures.
pub(crate) fn signed_part(provider: &Provider, header: &str, value: &[u8]) -> Range<usize> {
    let shows_draft = |scheme: &Scheme| match scheme {
        Scheme::HttpSignature(signature) => {
            matches!(signature.form(), HttpSignatureForm::Draft(name) if name == header)
        }
        _ => false,
    };
    if !provider.schemes().iter().any(shows_draft) {
        return 0..value.len();
    }
    let text = std::str::from_utf8(value).unwrap();
    let start = text.find(SIGNATURE).unwrap() + SIGNATURE.len();
    start..start + text[start..].find('"').unwrap()
}

const SIGNATURE: &str = "signature=\"";
