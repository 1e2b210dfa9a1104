//! Senders of XML.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries, XmlDocument,
    scheme::{
        Answer, AnswerValue, Encoding, Grammar, Guard, Handshake, Hash, KeyForm, Requirement,
        Signature, TimeUnit, Token, When,
    },
};

/// Braintree: a form of `bt_signature`, a list of `<public key>|<hex>`, and `bt_payload`, which is XML in
/// base64. The secret is the private key of the API, and the setting `public-key` its public key.
///
/// Braintree tests the URL with a `GET` and signs deliveries with the key that answers it: only challenges
/// in hex are signed. The time that the XML tells is signed, and no window is set for it.
pub const BRAINTREE: Provider = Provider::new("braintree")
    .documented_at("https://github.com/braintree/braintree_node")
    .needs_settings(&[(PUBLIC_KEY, "the public key of the API, beside its private key")])
    .signed_with(
        Signature::hmac_sha1("bt_signature")
            .found_in(Field::Form("bt_signature"))
            .key(KeyForm::HashOfText(Hash::Sha1))
            .written_as(Grammar::ListByKey { separator: "&", after_key: "|", key: PUBLIC_KEY })
            .over("{form:bt_payload}")
            .with_or_without_final_newline()
            .requires(&[Requirement::IsBase64(Field::Form("bt_payload"))])
            .timestamp_in(Field::Json("/notification/timestamp/#text"), TimeUnit::Rfc3339),
    )
    .holds_xml(XmlDocument::in_form_field("bt_payload").in_base64())
    .names_event_in(&[Field::Json("/notification/kind")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "every hour, up to 24 hours in production and up to 3 hours in the sandbox",
    ))
    .has_none_of(&[Fact::DeliveryId])
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Method("GET"), When::IsHex(BT_CHALLENGE, 20, 32)],
        Answer::text(AnswerValue::Joined(&[
            AnswerValue::Setting(PUBLIC_KEY),
            AnswerValue::Fixed("|"),
            AnswerValue::hmac(BT_CHALLENGE, Hash::Sha1, Encoding::Hex),
        ])),
    )])
    .sourced(&[
        (BRAINTREE_PAGE, &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries]),
        (BRAINTREE_PARSER, &[Fact::Handshake]),
    ]);

const PUBLIC_KEY: &str = "public-key";
const BT_CHALLENGE: Field = Field::Query("bt_challenge");
const BRAINTREE_PAGE: &str =
    "https://developer.paypal.com/braintree/docs/guides/webhooks/parse/dotnet";
const BRAINTREE_PARSER: &str = "https://github.com/braintree/braintree_node/blob/master/lib/braintree/webhook_notification_gateway.js";

/// Salesforce outbound messages: SOAP that proves nothing, so that the secret is the last segment of the
/// path.
///
/// A request holds up to 100 notifications, each named by the type of its object (`sf:Opportunity`). The
/// tenant is the id of the organization, which is no secret.
pub const SALESFORCE_OUTBOUND: Provider = Provider::new("salesforce-outbound")
    .documented_at(SALESFORCE_PAGE)
    .token_in(Token::path_segment(0))
    .holds_xml(XmlDocument::in_body())
    .holds_items_at(&["/Envelope/Body/notifications/Notification"])
    .names_event_in(&[Field::Json("/sObject/@type")])
    .names_delivery_in(&[Field::Json("/Id")])
    .names_tenant_in(&[Field::Batch("/Envelope/Body/notifications/OrganizationId")])
    .expects(StatusCode::OK)
    .answers_with(Answer::fixed("text/xml; charset=utf-8", ACKNOWLEDGED))
    .waits_at_most(Duration::from_secs(60))
    .retries_as(SenderRetries::Described(
        "after growing waits of up to two hours, until the message is 24 hours old",
    ))
    .with_notes(&[
        "`SessionId` in a message is a credential of a user, if the message was made to send it.",
        "The certificate of Salesforce proves more: have a proxy ask for it.",
    ])
    .sourced(&[
        (SALESFORCE_SAMPLE, &[Fact::EventName]),
        (SALESFORCE_PAGE, &[Fact::DeliveryId, Fact::Answer]),
        (SALESFORCE_QUEUE, &[Fact::Retries]),
    ]);

const ACKNOWLEDGED: &str = "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">\
<soapenv:Body><notificationsResponse xmlns=\"http://soap.sforce.com/2005/09/outbound\"><Ack>true</Ack>\
</notificationsResponse></soapenv:Body></soapenv:Envelope>";
const SALESFORCE_PAGE: &str = "https://developer.salesforce.com/docs/platform/api/guide/sforce-api-om-outboundmessaging-wsdl.html";
const SALESFORCE_QUEUE: &str = "https://developer.salesforce.com/docs/atlas.en-us.246.0.api.meta/api/sforce_api_om_outboundmessaging_notifications.htm";
const SALESFORCE_SAMPLE: &str =
    "https://prismatic.io/docs/example-payloads/salesforce/triggers/webhook.json";
