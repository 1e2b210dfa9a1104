//! Senders that sign the method or the whole URL with other parts of the request.

use std::time::Duration;

use crate::{
    Fact, Field, Provider,
    scheme::{Encoding, Grammar, Requirement, Signature, TimeUnit},
};

/// Contentful: `X-Contentful-Signature: <hex>` over method, path and query, the headers that
/// `X-Contentful-Signed-Headers` lists, and the body.
///
/// The secret is the signing secret of the space, 64 characters.
pub const CONTENTFUL: Provider = Provider::new("contentful")
    .documented_at("https://www.npmjs.com/package/@contentful/node-apps-toolkit")
    .signed_with(
        Signature::hmac_sha256("x-contentful-signature")
            .timestamp_in(Field::Header("x-contentful-timestamp"), TimeUnit::Milliseconds)
            .over(
                "{method}\n{escaped-path-and-query}\n{listed-headers:x-contentful-signed-headers}\n{body}",
            )
            // The SDK refuses what is 30 seconds old.
            .fresh_within(Duration::from_millis(29_999)),
    )
    .also_delivers_with_get()
    .also_delivers_with_put_and_delete()
    .names_event_in(&[Field::Header("x-contentful-topic")])
    .names_delivery_in(&[Field::Header("x-contentful-idempotency-key")])
    .with_notes(&[
        "The path that is signed is the one that the sender asks for. Where a proxy changes it, set the whole `public_url`.",
    ]);

/// Plivo, version 3: `X-Plivo-Signature-V3: <base64>` over the URL with its query sorted, the sorted
/// fields of the form, and the nonce. Needs [`public_url`](crate::Source::public_url).
///
/// The secret is the *Auth Token*. As with Twilio, anybody can say where one field ends and the next begins.
/// A body that is no form is not signed, and is refused.
pub const PLIVO: Provider = Provider::new("plivo")
    .documented_at("https://www.npmjs.com/package/plivo")
    .signed_with(
        Signature::hmac_sha256("x-plivo-signature-v3")
            .encoded(Encoding::Base64)
            .written_as(Grammar::List { separator: ",", prefix: "" })
            .over("{url-and-fields}.{header:x-plivo-signature-v3-nonce}")
            .requires(&[Requirement::Lacks(Field::Header("x-plivo-signature-v3-nonce"), '.')]),
    )
    .also_delivers_with_get()
    .names_delivery_in(&[
        Field::Pair {
            first: &Field::Form("MessageUUID"),
            second: &Field::Form("Status"),
            separator: ".",
        },
        Field::Form("MessageUUID"),
    ])
    .with_notes(&[
        "The id is that of a message, with its status where the delivery reports one. A call has none.",
    ])
    .has_none_of(&[Fact::EventName]);
