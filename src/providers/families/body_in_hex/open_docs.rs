//! Senders that sign the body alone, in hex, and whose documentation or code is open.

use std::time::Duration;

use http::StatusCode;

use crate::{Fact, Field, Provider, SenderRetries, scheme::Signature};

/// Flagsmith: `X-Flagsmith-Signature: <hex>`.
pub const FLAGSMITH: Provider = Provider::new("flagsmith")
    .documented_at(FLAGSMITH_DOCS)
    .signed_with(Signature::hmac_sha256("x-flagsmith-signature"))
    .names_event_in(&[Field::Json("/event_type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Never)
    .with_notes(&["A failure is reported by e-mail."])
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        FLAGSMITH_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Gitea: `X-Gitea-Signature: <hex>`. Event name and delivery id are in headers that are not
/// signed.
pub const GITEA: Provider = Provider::new("gitea")
    .documented_at(GITEA_DOCS)
    .signed_with(Signature::hmac_sha256("x-gitea-signature"))
    .also_sends(&[
        ("x-hub-signature-256", "the same signature behind `sha256=`"),
        ("x-hub-signature", "the older signature with SHA-1, which is not accepted"),
    ])
    .names_event_in(&[Field::Header("x-gitea-event")])
    .names_delivery_in(&[Field::Header("x-gitea-delivery")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Never)
    .with_notes(&[
        "Choose the content type JSON: that of a form has another message.",
        "`DELIVER_TIMEOUT` of the server sets how long it waits.",
    ])
    .has_none_of(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(GITEA_PAGE, &[Fact::Answer])]);

/// `GrowthBook`, event webhooks: `X-GrowthBook-Signature: <hex>`.
pub const GROWTHBOOK: Provider = Provider::new("growthbook")
    .documented_at(GROWTHBOOK_DOCS)
    .signed_with(Signature::hmac_sha256("x-growthbook-signature"))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(30),
        Duration::from_secs(300),
        Duration::from_secs(300),
    ]))
    .with_notes(&["Choose the method POST and the payload JSON."])
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (GROWTHBOOK_EVENTS, &[Fact::EventName]),
        (GROWTHBOOK_CODE, &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries]),
    ]);

/// Nango: `X-Nango-Hmac-Sha256: <hex>`. The secret is the *webhook signing key* of the environment.
pub const NANGO: Provider = Provider::new("nango")
    .documented_at(NANGO_DOCS)
    .signed_with(Signature::hmac_sha256("x-nango-hmac-sha256"))
    .also_sends(&[("x-nango-signature", "the older plain SHA-256, which is not accepted")])
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::Described("two, after about 100 and 200 milliseconds"))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Nuon: `X-Nuon-Signature: <hex>`. A delivery is a cloud event; its name is its type, a point and
/// its transition.
pub const NUON: Provider = Provider::new("nuon")
    .documented_at(NUON_DOCS)
    .signed_with(Signature::hmac_sha256("x-nuon-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/type"),
        second: &Field::Json("/nuontransition"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Pair {
        first: &Field::Json("/source"),
        second: &Field::Json("/id"),
        separator: " ",
    }])
    .retries_as(SenderRetries::Described("none after a 401; more is not published"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer]);

/// Plane: `X-Plane-Signature: <hex>`. The delivery id is in a header that is not signed.
pub const PLANE: Provider = Provider::new("plane")
    .documented_at(PLANE_DOCS)
    .signed_with(Signature::hmac_sha256("x-plane-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/event"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "up to five with exponential backoff from 10 minutes, after no answer; then the \
         webhook is disabled",
    ))
    .with_notes(&["`X-Plane-Delivery` is another id for each attempt. A retry has the same body."])
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[(PLANE_PAGE, &[Fact::DeliveryId])]);

const PLANE_PAGE: &str = "https://github.com/makeplane/plane/blob/45f4d40c647cfd393fc619c91a2d08f71655b9a7/apps/api/plane/bgtasks/webhook_task.py";

/// Pulumi Cloud: `Pulumi-Webhook-Signature: <hex>`. Event name and delivery id are in headers that
/// are not signed.
pub const PULUMI: Provider = Provider::new("pulumi")
    .documented_at(PULUMI_DOCS)
    .signed_with(Signature::hmac_sha256("pulumi-webhook-signature"))
    .names_event_in(&[Field::Header("pulumi-webhook-kind")])
    .names_delivery_in(&[Field::Header("pulumi-webhook-id")])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]);

/// Read the Docs: `X-Hub-Signature: <hex>`, without a label. The event name is in a header that is
/// not signed.
pub const READ_THE_DOCS: Provider = Provider::new("read-the-docs")
    .documented_at(READ_THE_DOCS_DOCS)
    .signed_with(Signature::hmac_sha256("x-hub-signature"))
    .names_event_in(&[Field::Header("x-rtd-event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(2))
    .retries_as(SenderRetries::Never)
    .with_notes(&["The user writes the body as a template."])
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        READ_THE_DOCS_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Request Network: `X-Request-Network-Signature: <hex>`. The delivery id is in a header that is
/// not signed.
pub const REQUEST_NETWORK: Provider = Provider::new("request-network")
    .documented_at(REQUEST_NETWORK_DOCS)
    .signed_with(Signature::hmac_sha256("x-request-network-signature"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Header("x-request-network-delivery")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(1),
        Duration::from_secs(5),
        Duration::from_secs(15),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Shopware, webhooks of apps: `Shopware-Shop-Signature: <hex>`. The secret is the one that the app
/// gave the shop when it was registered.
pub const SHOPWARE: Provider = Provider::new("shopware")
    .documented_at(SHOPWARE_DOCS)
    .signed_with(Signature::hmac_sha256("shopware-shop-signature"))
    .names_event_in(&[Field::Json("/data/event")])
    .names_delivery_in(&[Field::Json("/source/eventId")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::Described("by its message queue; the schedule is not published"))
    .with_notes(&[
        "The registration of the app, which comes before, is no handshake of the webhook: \
         the app answers it.",
        "`/timestamp` says when it was sent, in seconds.",
    ])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (SHOPWARE_PROOF, &[Fact::Proof]),
        (SHOPWARE_ANSWERS, &[Fact::Answer]),
        (SHOPWARE_RETRIES, &[Fact::Retries]),
    ]);

/// Sourcegraph, outgoing webhooks: `X-Sourcegraph-Webhook-Signature: <hex>`. The event name is in a
/// header that is not signed.
pub const SOURCEGRAPH: Provider = Provider::new("sourcegraph")
    .documented_at(SOURCEGRAPH_DOCS)
    .signed_with(Signature::hmac_sha256("x-sourcegraph-webhook-signature"))
    .names_event_in(&[Field::Header("x-sourcegraph-webhook-event-type")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .does_not_publish(&[Fact::Retries])
    .sourced(&[(
        SOURCEGRAPH_PAGE,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Answer],
    )]);

const FLAGSMITH_DOCS: &str = "https://github.com/Flagsmith/flagsmith/blob/868f7492e8dfb032b4c46e34b2d103ae4ef8ad9d/docs/docs/system-administration/webhooks.md";

const FLAGSMITH_PAGE: &str = "https://github.com/Flagsmith/flagsmith/blob/0a23ac97b4dc2c0eb8c50923d5d4128e811f43e1/api/webhooks/webhooks.py";

const GITEA_DOCS: &str = "https://github.com/go-gitea/gitea/blob/05a2257af2f29077a2c0374111aa12becf7f6083/services/webhook/deliver.go";

const GITEA_PAGE: &str = "https://github.com/go-gitea/gitea/blob/09d7e15f7ea38d01f8bb8a9a4205fe55bb78674a/modules/setting/webhook.go";

const NANGO_DOCS: &str = "https://github.com/NangoHQ/nango/blob/13aea72f269d0966462a3c0cb86a570ea8eaa401/docs/guides/platform/webhooks-from-nango.mdx";

const NUON_DOCS: &str = "https://github.com/nuonco/nuon/blob/075598088b274f1222c43522e55616c2581a7602/docs/guides/webhooks.mdx";

const PLANE_DOCS: &str = "https://github.com/makeplane/plane/blob/0139fa75189381908cdb324e13f4860bd3019d1b/apiserver/plane/bgtasks/webhook_task.py";

const PULUMI_DOCS: &str = "https://github.com/pulumi/docs/blob/21cb825d0aaf5f71f730eb536ade6d25a5e2ee77/content/docs/pulumi-cloud/webhooks.md";

const READ_THE_DOCS_DOCS: &str = "https://github.com/readthedocs/readthedocs.org/blob/1dfb9a15aac49eae8eaf767a421bd983b09e9ecf/docs/user/guides/build/webhooks.rst";

const READ_THE_DOCS_PAGE: &str = "https://github.com/readthedocs/readthedocs.org/blob/038eef11740c4d8d263b97e5795ade15ea28cacd/readthedocs/builds/tasks.py";

const GROWTHBOOK_DOCS: &str = "https://github.com/growthbook/growthbook/blob/124ac37e9b3f7fa8ebe972974f3acf3ab9eea278/docs/docs/webhooks.mdx";

const REQUEST_NETWORK_DOCS: &str = "https://github.com/RequestNetwork/mintlify-docs/blob/1845bc537542f65a5e8c9826ebccc3ba053c4fd1/api-reference/webhooks.mdx";

const SHOPWARE_DOCS: &str = "https://github.com/shopware/docs/blob/00aea5be80327d154401f1fc5ad22cee580712a6/guides/plugins/apps/webhook.md";

const SHOPWARE_PROOF: &str = "https://github.com/shopware/app-php-sdk/blob/013ac806cf0a25acf6a1c52cc049875d2388b7bf/src/Authentication/RequestVerifier.php";

const SHOPWARE_ANSWERS: &str = "https://github.com/shopware/shopware/blob/0b3553ddc7e675c50927048b1d0b4876073c692d/src/Core/Framework/Webhook/Service/WebhookClient.php";

const SHOPWARE_RETRIES: &str = "https://github.com/shopware/shopware/blob/0135580e34ee973e5a2dd13d3712d53572b7514f/src/Core/Framework/Webhook/Handler/WebhookEventMessageHandler.php";

const SOURCEGRAPH_DOCS: &str = "https://github.com/sourcegraph/docs/blob/60c78912d11bc20dda5260e73e686ae4a3bb3c10/docs/admin/config/webhooks/outgoing.mdx";

const SOURCEGRAPH_PAGE: &str = "https://github.com/sourcegraph/sourcegraph";

const GROWTHBOOK_CODE: &str = "https://github.com/growthbook/growthbook/blob/00873fc8e610efa780b5edae2728fb715b5877c3/packages/back-end/src/events/handlers/webhooks/EventWebHookNotifier.ts";

const GROWTHBOOK_EVENTS: &str = "https://docs.growthbook.io/app/webhooks/event-webhooks/events";
