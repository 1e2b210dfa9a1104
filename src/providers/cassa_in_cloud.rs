//! Cassa in Cloud.

use crate::{Field, Provider, SenderRetries, scheme::Signature};

/// Cassa in Cloud (TeamSystem): `x-cn-signature: <hex>`, HMAC-SHA-1 over the body.
///
/// The header `x-cn-operation` holds the event name, `ENTITY/VERB`, and is not signed. Key, message
/// and encoding follow receivers that are in use, because the vendor's text is not clear about
/// them.
pub const CASSA_IN_CLOUD: Provider = Provider::new("cassa-in-cloud")
    .documented_at("https://api-doc.cassanova.com")
    .signed_with(Signature::hmac_sha1("x-cn-signature"))
    .names_event_in(&[Field::Header("x-cn-operation")])
    .retries_as(SenderRetries::Described(
        "up to three times with the same body; the waits are not published",
    ))
    .with_notes(&[
        "There is no delivery id and no signed time.",
        "A document whose id starts with `TEST` is a trial delivery.",
        "The number of calls in a period is limited; further ones may never be delivered.",
    ]);
