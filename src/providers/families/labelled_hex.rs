//! Senders that sign the body alone, in hex behind a label.

use http::StatusCode;

use super::WEBHOOK_CO;
use std::time::Duration;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Grammar, Signature},
};

/// `AgentPhone`: `X-Webhook-Signature: sha256=<hex>`. The delivery id is in a header that is not
/// signed.
pub const AGENTPHONE: Provider = Provider::new("agentphone")
    .documented_at(AGENTPHONE_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Header("x-webhook-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(7200),
        Duration::from_secs(21_600),
        Duration::from_secs(43_200),
    ]))
    .with_notes(&["A voice event wants an answer in JSON, with `text`: let the handler return a \
         `Reply`."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Ashby: `Ashby-Signature: sha256=<hex>`.
pub const ASHBY: Provider = Provider::new("ashby")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("ashby-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/action")])
    .names_delivery_in(&[Field::Json("/webhookActionId")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to nine, after 10, 30, 70, 150 seconds and so on"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (ASHBY_EVENTS, &[Fact::EventName, Fact::DeliveryId]),
        (ASHBY_SIZES, &[Fact::LongestBody, Fact::Handshake]),
        (ASHBY_ANSWERS, &[Fact::Answer, Fact::Retries]),
    ]);

/// BTCPay Server: `BTCPay-Sig: sha256=<hex>`. A redelivery names the delivery id of the first one.
pub const BTCPAY: Provider = Provider::new("btcpay")
    .documented_at("https://docs.rs/crate/btcpay-client/latest/source/docs/WebhookDataCreate.md")
    .signed_with(Signature::hmac_sha256("btcpay-sig").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/originalDeliveryId"), Field::Json("/deliveryId")])
    .retries_as(SenderRetries::Described(
        "after 10 seconds, 1 minute, and up to six times after 10 minutes",
    ))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (BTCPAY_EVENT, &[Fact::EventName, Fact::DeliveryId]),
        (BTCPAY_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Handshake]),
    ]);

/// Confluence Cloud: `X-Hub-Signature: sha256=<hex>`.
pub const CONFLUENCE: Provider = Provider::new("confluence")
    .documented_at("https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/confluence.ts")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/event")]);

/// Cursor, cloud agents: `X-Webhook-Signature: sha256=<hex>`. Event name and delivery id are in
/// headers that are not signed.
pub const CURSOR: Provider = Provider::new("cursor")
    .documented_at("https://cursor.com/docs/cloud-agent/api/webhooks")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Header("x-webhook-event")])
    .names_delivery_in(&[Field::Header("x-webhook-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "some, after the status of an error; the schedule is not published",
    ))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake]);

/// Discourse: `X-Discourse-Event-Signature: sha256=<hex>`. The event name is in a header that is not
/// signed.
pub const DISCOURSE: Provider = Provider::new("discourse")
    .documented_at("https://github.com/discourse/discourse")
    .signed_with(
        Signature::hmac_sha256("x-discourse-event-signature")
            .written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Header("x-discourse-event")])
    .with_notes(&["`X-Discourse-Event-Id` is a new one in each attempt."])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::Described(
        "four after 1, 5, 25 and 125 minutes, if the site setting allows",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (DISCOURSE_SIZES, &[Fact::DeliveryId, Fact::LongestBody, Fact::Retries, Fact::Handshake]),
        (DISCOURSE_ANSWERS, &[Fact::Answer]),
    ]);

/// Doppler: `X-Doppler-Signature: sha256=<hex>`.
pub const DOPPLER: Provider = Provider::new("doppler")
    .documented_at(WEBHOOK_CO)
    .signed_with(
        Signature::hmac_sha256("x-doppler-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(DOPPLER_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

/// Firecrawl: `X-Firecrawl-Signature: sha256=<hex>`. The secret is the one of the account.
pub const FIRECRAWL: Provider = Provider::new("firecrawl")
    .documented_at(FIRECRAWL_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-firecrawl-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60),
        Duration::from_secs(300),
        Duration::from_secs(900),
    ]))
    .with_notes(&["`/id` is the id of the job, which all its events share."])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (FIRECRAWL_EVENTS, &[Fact::EventName, Fact::DeliveryId]),
        (FIRECRAWL_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Fireflies.ai: `X-Hub-Signature: sha256=<hex>`.
pub const FIREFLIES: Provider = Provider::new("fireflies")
    .documented_at("https://docs.fireflies.ai/graphql-api/webhooks")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/event"), Field::Json("/eventType")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody, Fact::Retries, Fact::Handshake])
    .sourced(&[
        (FIREFLIES_PAGE, &[Fact::EventName]),
        (
            FIREFLIES_IDS,
            &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
        ),
    ]);

const FIREFLIES_IDS: &str = "https://docs.fireflies.ai/graphql-api/webhooks-v2";

/// Flexport: `X-Hub-Signature-256: sha256=<hex>`.
pub const FLEXPORT: Provider = Provider::new("flexport")
    .documented_at("https://apidocs.flexport.com/2023-07-01/tag/Webhook-Endpoints")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .also_sends(&[("x-hub-signature", "the older signature with SHA-1, which is not accepted")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("a number of times, which is not published"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (FLEXPORT_EVENTS, &[Fact::EventName, Fact::DeliveryId]),
        (FLEXPORT_PAGE, &[Fact::LongestBody, Fact::Handshake]),
    ]);

const FLEXPORT_EVENTS: &str = "https://apidocs.flexport.com/v3/tag/Event";

/// Formstack: `X-FS-Signature: sha256=<hex>`.
pub const FORMSTACK: Provider = Provider::new("formstack")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha256("x-fs-signature").written_as(Grammar::Prefix("sha256=")));

/// Greenhouse Recruiting: `Signature: sha256 <hex>`. There is a space, no equals sign. The delivery
/// id is in a header that is not signed.
pub const GREENHOUSE: Provider = Provider::new("greenhouse")
    .documented_at(GREENHOUSE_DOCS)
    .signed_with(Signature::hmac_sha256("signature").written_as(Grammar::Prefix("sha256 ")))
    .names_event_in(&[Field::Json("/action")])
    .names_delivery_in(&[Field::Header("greenhouse-event-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60),
        Duration::from_secs(900),
        Duration::from_secs(3600),
        Duration::from_secs(7200),
        Duration::from_secs(14_400),
        Duration::from_secs(28_800),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        GREENHOUSE_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Hocuspocus, its extension *Webhook*: `X-Hocuspocus-Signature-256: sha256=<hex>`.
pub const HOCUSPOCUS: Provider = Provider::new("hocuspocus")
    .documented_at("https://www.npmjs.com/package/@hocuspocus/extension-webhook")
    .signed_with(
        Signature::hmac_sha256("x-hocuspocus-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Never)
    .with_notes(&[
        "The answers to `connect` and `create` are used: an error refuses the connection, \
         and JSON is the document.",
        "Its secret is empty by default: set one.",
    ])
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake]);

/// Jira Cloud, webhooks of an administrator with a secret: `X-Hub-Signature: sha256=<hex>`. The
/// delivery id is in a header that is not signed.
pub const JIRA: Provider = Provider::new("jira")
    .documented_at("https://developer.atlassian.com/cloud/jira/platform/webhooks")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/webhookEvent")])
    .names_delivery_in(&[Field::Header("x-atlassian-webhook-identifier")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "for up to about 30 minutes, after a 408, 409, 425, 429, 5xx or no answer",
    ))
    .sourced(&[
        (JIRA_PROOF, &[Fact::Proof]),
        (JIRA_EVENTS, &[Fact::EventName]),
        (JIRA_IDS, &[Fact::DeliveryId]),
        (JIRA_ANSWERS, &[Fact::Answer]),
        (JIRA_PAGE, &[Fact::Retries]),
    ]);

const JIRA_PAGE: &str =
    "https://community.developer.atlassian.com/t/new-jira-cloud-webhook-retry-policy/30554";

/// npm, registry hooks: `X-Npm-Signature: sha256=<hex>`.
pub const NPM_HOOKS: Provider = Provider::new("npm-hooks")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-npm-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/event")])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[(
        NPM_HOOKS_PAGE,
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// ONLYOFFICE `DocSpace`: `X-DocSpace-Signature-256: sha256=<hex>`, in upper case.
pub const ONLYOFFICE_DOCSPACE: Provider = Provider::new("onlyoffice-docspace")
    .documented_at(ONLYOFFICE_DOCSPACE_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-docspace-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/event/trigger")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(300))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(2),
        Duration::from_secs(4),
        Duration::from_secs(8),
        Duration::from_secs(16),
        Duration::from_secs(32),
    ]))
    .with_notes(&[
        "A retry has another body: it says how many there were. It keeps `event.id`, as the models of \
         ONLYOFFICE's webhook SDK say.",
        "410 removes the webhook.",
    ])
    .names_delivery_in(&[Field::Json("/event/id")])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(ONLYOFFICE_DOCSPACE_EVENTS, &[Fact::EventName]), (ONLYOFFICE_DOCSPACE_ANSWERS, &[Fact::Answer])]);

/// Snyk: `X-Hub-Signature: sha256=<hex>`.
pub const SNYK: Provider = Provider::new("snyk")
    .documented_at(
        "https://docs.snyk.io/snyk-api/using-specific-snyk-apis/webhooks-apis/about-webhooks",
    )
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Header("x-snyk-event")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(SNYK_PAGE, &[Fact::EventName])]);

/// Spacelift: `X-Signature-256: sha256=<hex>`, as GitHub. The event name is the state of the run;
/// an internal error has none.
pub const SPACELIFT: Provider = Provider::new("spacelift")
    .documented_at(SPACELIFT_DOCS)
    .signed_with(Signature::hmac_sha256("x-signature-256").written_as(Grammar::Prefix("sha256=")))
    .also_sends(&[("x-signature", "the older signature with SHA-1, which is not accepted")])
    .names_event_in(&[Field::Json("/state")])
    .with_notes(&["A notification policy may change the body."])
    .does_not_publish(&[
        Fact::DeliveryId,
        Fact::LongestBody,
        Fact::Answer,
        Fact::Retries,
        Fact::Handshake,
    ]);

/// Wistfare Mail: `X-Webhook-Signature: sha256=<hex>`. Event name and delivery id are in headers
/// that are not signed.
pub const WISTFARE_MAIL: Provider = Provider::new("wistfare-mail")
    .documented_at("https://docs.mail.wistfare.com/webhook-signatures")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Header("x-webhook-event")])
    .names_delivery_in(&[Field::Header("x-webhook-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(1),
        Duration::from_secs(5),
        Duration::from_secs(30),
    ]))
    .with_notes(&["A 4xx but 429 stops the retries."])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake]);

/// Yousign: `X-Yousign-Signature-256: sha256=<hex>`.
pub const YOUSIGN: Provider = Provider::new("yousign")
    .documented_at("https://developers.yousign.com/docs/use-webhooks-in-your-app")
    .signed_with(
        Signature::hmac_sha256("x-yousign-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/event_name")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .with_notes(&["The first attempt waits for a second, a retry for ten seconds."])
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(120),
        Duration::from_secs(360),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(18_000),
        Duration::from_secs(64_800),
        Duration::from_secs(86_400),
        Duration::from_secs(172_800),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (YOUSIGN_PAGE, &[Fact::LongestBody]),
        (YOUSIGN_ANSWERS, &[Fact::Answer]),
        ("https://developers.yousign.com/docs/failure-and-retry-policy", &[Fact::Retries]),
    ]);

const YOUSIGN_PAGE: &str = "https://developers.yousign.com/docs/webhooks";

/// The page of the members of an event.
const BTCPAY_EVENT: &str = "https://docs.rs/crate/btcpay-client/latest/source/docs/WebhookEvent.md";

const SNYK_PAGE: &str = "https://github.com/snyk/user-docs/blob/main/docs/snyk-api/using-specific-snyk-apis/webhooks-apis/validation-and-versioning-of-payloads.md";
/// SavvyCal: `X-Savvycal-Signature: sha256=<hex>`.
pub const SAVVYCAL: Provider = Provider::new("savvycal")
    .documented_at("https://savvycal.com/docs/api/webhooks/")
    .signed_with(
        Signature::hmac_sha256("x-savvycal-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(SAVVYCAL_PAGE, &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries])]);

const DISCOURSE_SIZES: &str =
    "https://github.com/discourse/discourse/blob/main/app/jobs/regular/emit_web_hook_event.rb";

const DISCOURSE_ANSWERS: &str =
    "https://github.com/discourse/discourse/blob/main/app/services/web_hook_emitter.rb";

const BTCPAY_PAGE: &str = "https://github.com/btcpayserver/btcpayserver/blob/master/BTCPayServer/HostedServices/Webhooks/WebhookSender.cs";

const GREENHOUSE_PAGE: &str = "https://github.com/grnhse/greenhouse-api-docs/blob/master/source/includes/webhooks/_introduction.md";

const ASHBY_EVENTS: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/ashby.ts";

const ASHBY_SIZES: &str = "https://developers.ashbyhq.com/docs/setting-up-webhooks";

const ASHBY_ANSWERS: &str = "https://developers.ashbyhq.com/docs/retries";

const DOPPLER_PAGE: &str = "https://docs.doppler.com/docs/webhooks";

const FIREFLIES_PAGE: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/fireflies.ts";

const FLEXPORT_PAGE: &str = "https://apidocs.flexport.com/v3/tag/Webhook-Endpoints";

const NPM_HOOKS_PAGE: &str =
    "https://github.com/npm/registry/blob/main/docs/hooks/hooks-payload.md";

const YOUSIGN_ANSWERS: &str =
    "https://developers.yousign.com/changelog/2023116-webhook-delivery-updates";

const GREENHOUSE_DOCS: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/greenhouse.ts";

const SAVVYCAL_PAGE: &str = "https://developers.savvycal.com/webhooks";

const AGENTPHONE_DOCS: &str = "https://github.com/AgentPhone-AI/docs/blob/348dd68239d09703791c100a2d0848c713f2cd91/api-reference/webhooks.mdx";

const FIRECRAWL_DOCS: &str = "https://github.com/firecrawl/firecrawl-docs/blob/40e0b52fc0220d213fb6bedae08cc7807e108aef/webhooks/security.mdx";

const FIRECRAWL_EVENTS: &str = "https://github.com/firecrawl/firecrawl-docs/blob/110a6d200e752602ed06261f4d8550d474c794d3/webhooks/events.mdx";

const FIRECRAWL_SIZES: &str = "https://github.com/firecrawl/firecrawl-docs/blob/027709ec070b076a6eec754b90034da6bcb19d0f/webhooks/overview.mdx";

const SPACELIFT_DOCS: &str = "https://github.com/spacelift-io/user-documentation/blob/02c133b04bb7bba781fffbbd6200a82ea998c392/docs/integrations/webhooks.md";

const JIRA_PROOF: &str = "https://skills.sh/hookdeck/webhook-skills/jira-webhooks";

const JIRA_EVENTS: &str = "https://github.com/hookdeck/webhook-skills/blob/225a0f75642424da1b6ab1eb249883e0c992d715/skills/jira-webhooks/references/overview.md";

const JIRA_IDS: &str =
    "https://mrrefactoring.github.io/jira.js/api/interfaces/webhooks.WebhookHeaders.html";

const JIRA_ANSWERS: &str = "https://developer.atlassian.com/platform/marketplace/cloud-fortified-apps-program-webhook-delivery-success-rate";

const ONLYOFFICE_DOCSPACE_DOCS: &str = "https://github.com/ONLYOFFICE/api.onlyoffice.com/blob/1a29c982a7109b3f16351263fcddbb0734c52019/site/docspace/api-backend/get-started/how-it-works/webhooks.md";

const ONLYOFFICE_DOCSPACE_EVENTS: &str = "https://api.onlyoffice.com/samples/docspace/api-backend/advanced-samples/notify-manager-when-client-uploads-an-invoice";

const ONLYOFFICE_DOCSPACE_ANSWERS: &str =
    "https://api.OnlyOffice.com/docspace/backend/howitworks/webhooks";
