//! Senders whose public keys are in a list of their own form, from which a request names one.
//!
//! They need no secret, and the feature `public-keys`.

use crate::{
    Fact, Field, Provider,
    scheme::{KeyLocation, Signature, UrlPattern},
};

/// GitHub's secret scanning, for partners: `Github-Public-Key-Signature: <base64 of DER>`, ECDSA on P-256 over the
/// body, with the key that `Github-Public-Key-Identifier` names. A request holds many matches.
///
/// There is no timestamp, and no id. The name of an event is the type of the secret, as the partner has named
/// it. What GitHub serves without a token of its API has a limit: the list is fetched once an hour at most, or
/// as often as its server says, and at most once a minute for keys that are not in it.
pub const GITHUB_SECRET_SCANNING: Provider = Provider::new("github-secret-scanning")
    .documented_at(GITHUB_PARTNERS)
    .signed_with(
        Signature::ecdsa_p256("github-public-key-signature")
            .key_named_in(Field::Header("github-public-key-identifier"))
            .key_at(KeyLocation::KeyList {
                url: UrlPattern::new("https://api.github.com/meta/public_keys/secret_scanning"),
                keys: "public_keys",
                id: "key_identifier",
                key: "key",
            }),
    )
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/type")])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[(
        GITHUB_PARTNERS,
        &[
            Fact::Proof,
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

const GITHUB_PARTNERS: &str = "https://github.com/github/docs/blob/main/content/code-security/secret-scanning/secret-scanning-partnership-program/secret-scanning-partner-program.md";
