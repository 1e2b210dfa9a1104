//! Senders that sign with several keys at once, each signature in a header of its own.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Requirement, Signature, TimeUnit},
};

/// Box: `BOX-SIGNATURE-PRIMARY` and `BOX-SIGNATURE-SECONDARY`, `<base64>` over the body and the time.
///
/// The secrets are the primary and the secondary signature key of the application, in this order: each is
/// held against the signature in its own header. One of both is enough.
///
/// `BOX-DELIVERY-ID` is another id for each attempt. A repeated delivery has the same `/id`.
pub const BOX: Provider = Provider::new("box")
    .documented_at("https://developer.box.com/guides/webhooks/v2")
    .signed_with(
        Signature::hmac_sha256("box-signature-primary")
            .also_found_in(&[Field::Header("box-signature-secondary")])
            .with_a_key_for_each_place()
            .encoded(Encoding::Base64)
            .requires(&[
                Requirement::Is(Field::Header("box-signature-version"), "1"),
                Requirement::Is(Field::Header("box-signature-algorithm"), "HmacSHA256"),
            ])
            .timestamp_in(Field::Header("box-delivery-timestamp"), TimeUnit::Rfc3339)
            .over("{body}{timestamp}")
            .fresh_within(Duration::from_secs(10 * 60))
            .ahead_by_at_most(Duration::from_secs(30)),
    )
    .names_event_in(&[Field::Json("/trigger")])
    .names_delivery_in(&[Field::Header("box-delivery-id")])
    .deduplicated_by(&[Field::Json("/id")])
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described("up to twelve, over two hours"))
    .with_notes(&[
        "The SDKs refuse a time that is ahead by any time at all; hookport allows 30 seconds for a clock \
         that is behind.",
    ])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[("https://www.npmjs.com/package/box-node-sdk", &[Fact::Proof]), (BOX_PAGE, &[Fact::Handshake])]);

const BOX_PAGE: &str = "https://github.com/box/developer.box.com/blob/4e2c46774a3a995c26e08e241d0b369c2e743dbd/content/guides/webhooks/v2/create-v2.md";

/// Docusign Connect: `X-DocuSign-Signature-1: <base64>`, and a header with the next number for each further
/// key of the account. One of the first sixteen is enough.
///
/// The secret is the text of a key under *Connect Keys*, whose `=` at the end belongs to it. It is not
/// decoded.
pub const DOCUSIGN: Provider = Provider::new("docusign")
    .documented_at("https://developers.docusign.com/platform/webhooks/connect/validate.md")
    .signed_with(
        Signature::hmac_sha256("x-docusign-signature-1")
            .also_found_in(&[
                Field::Header("x-docusign-signature-2"),
                Field::Header("x-docusign-signature-3"),
                Field::Header("x-docusign-signature-4"),
                Field::Header("x-docusign-signature-5"),
                Field::Header("x-docusign-signature-6"),
                Field::Header("x-docusign-signature-7"),
                Field::Header("x-docusign-signature-8"),
                Field::Header("x-docusign-signature-9"),
                Field::Header("x-docusign-signature-10"),
                Field::Header("x-docusign-signature-11"),
                Field::Header("x-docusign-signature-12"),
                Field::Header("x-docusign-signature-13"),
                Field::Header("x-docusign-signature-14"),
                Field::Header("x-docusign-signature-15"),
                Field::Header("x-docusign-signature-16"),
            ])
            .encoded(Encoding::Base64),
    )
    .names_event_in(&[Field::Json("/event")])
    .with_notes(&["A configuration may send XML, which has no event name here: choose JSON."])
    .expects(StatusCode::OK)
    .sourced(&[(DOCUSIGN_PAGE, &[Fact::Answer])]);

const DOCUSIGN_PAGE: &str = "https://usermanual.wiki/Document/connectguide.1667631246/html";
