//! Senders whose requests name the certificate that they are signed with, by its URL, or bring it along.
//!
//! They need no secret, and the feature `public-keys`.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{
        Algorithm, Answer, Claim, Guard, Handshake, Hash, Jwt, JwtAlgorithm, KeyLocation,
        Requirement, Scheme, Signature, TimeUnit, UrlPattern, When,
    },
};

/// Amazon Alexa, requests to a skill: `Signature-256: <base64>`, RSA over the body, with the certificate that
/// `SignatureCertChainUrl` names, fresh within 150 seconds by the time in the body. The setting `skill-id` is
/// the id of the skill.
pub const ALEXA: Provider = Provider::new("alexa")
    .documented_at("https://www.npmjs.com/package/ask-sdk-express-adapter")
    .needs_settings(&[("skill-id", "the id of the skill: `amzn1.ask.skill.…`")])
    .signed_with(
        Signature::rsa_sha256("signature-256")
            .requires(&[Requirement::IsSetting(
                Field::Json("/context/System/application/applicationId"),
                "skill-id",
            )])
            .key_named_in(Field::Header("signaturecertchainurl"))
            .key_at(KeyLocation::Certificate {
                urls: &[UrlPattern::new("https://s3.amazonaws.com/echo.api/*")],
                issued_to: "echo-api.amazon.com",
            })
            .timestamp_in(Field::Json("/request/timestamp"), TimeUnit::Rfc3339)
            .fresh_within(Duration::from_secs(150)),
    )
    .names_event_in(&[Field::Json("/request/type")])
    .names_delivery_in(&[Field::Json("/request/requestId")])
    .with_notes(&[
        "Alexa wants an answer with what to say: a reply of the handler.",
        "Skill events may be an hour old: give them an endpoint of their own with a longer tolerance.",
    ]);

/// Apple, App Store Server Notifications V2: `{"signedPayload":"<token>"}`, with the certificates of the
/// signer in the token. The settings are the bundle id of the app and the environment, `Production` or
/// `Sandbox`.
///
/// Needs the certificate *Apple Root CA - G3*, by [`trusting`](crate::Source::trusting). Notifications of
/// the first version, with a shared password, are refused.
pub const APPLE_APP_STORE: Provider = Provider::new("apple-app-store")
    .documented_at("https://apple-docs.everest.mt/docs/appstoreservernotifications/responding-to-app-store-server-notifications/")
    .needs_settings(&[
        ("bundle-id", "the bundle id of the app: `com.example.shop`"),
        ("environment", "`Production` or `Sandbox`"),
    ])
    .jwt_in(
        Jwt::at(Field::Json("/signedPayload"), &[JwtAlgorithm::Es256])
            .holds_document()
            .without_expiry()
            .signed_at("signedDate", TimeUnit::Milliseconds)
            .key_at(KeyLocation::InToken {
                marked: "1.2.840.113635.100.6.11.1",
                issuer_marked: "1.2.840.113635.100.6.2.1",
            })
            .with_claims(&[
                Claim::IsSettingAt(&["/data/bundleId", "/summary/bundleId"], "bundle-id"),
                Claim::IsSettingAt(&["/data/environment", "/summary/environment"], "environment"),
            ]),
    )
    .names_event_in(&[Field::Json("/notificationType")])
    .names_delivery_in(&[Field::Json("/notificationUUID")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60 * 60),
        Duration::from_secs(12 * 60 * 60),
        Duration::from_secs(24 * 60 * 60),
        Duration::from_secs(48 * 60 * 60),
        Duration::from_secs(72 * 60 * 60),
    ]))
    .with_notes(&[
        "A notification about an external purchase token says no environment, and is refused.",
        "The signed transactions in the payload are covered by its signature.",
        "The sandbox tries once.",
    ])
    .sourced(&[(APP_STORE_ANSWERS, &[Fact::Answer, Fact::Retries])]);

/// Amazon SNS, over HTTP or HTTPS: RSA over some members of the body, one in a line, with the
/// certificate that `SigningCertURL` names. The setting `topic-arn` is the topic: anybody can send from a
/// topic of their own.
///
/// Takes both versions of the signature. The first one has SHA-1, and is what a topic signs with by default.
/// Whoever could make two messages with one SHA-1 must be allowed to publish to the topic. Set the
/// attribute `SignatureVersion` of the topic to 2 and use [`AWS_SNS_SHA256`] to be rid of it.
///
/// The certificate comes without a chain: the host that it is fetched from vouches for it.
///
/// A subscription of this topic is confirmed by a call of its `SubscribeURL`, with the feature
/// `fetched-keys`. The message that ends one, `UnsubscribeConfirmation`, is a delivery.
pub const AWS_SNS: Provider = Provider::new("aws-sns")
    .documented_at("https://www.npmjs.com/package/sns-validator")
    .needs_settings(&[TOPIC_ARN])
    .proved_by(&[SNS_MESSAGE_2, SNS_CONFIRMATION_2, SNS_MESSAGE_1, SNS_CONFIRMATION_1])
    .names_event_in(&[Field::Json("/Type")])
    .names_delivery_in(&[Field::Json("/MessageId")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Json("/Type"), "SubscriptionConfirmation")],
        Answer::empty(),
    )
    .confirmed_by(
        Field::Json("/SubscribeURL"),
        &[
            UrlPattern::new("https://sns.{region}.amazonaws.com/?{query}"),
            UrlPattern::new("https://sns.{region}.amazonaws.com.cn/?{query}"),
        ],
    )])
    .retries_as(SNS_RETRIES)
    .with_notes(SNS_NOTES)
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (AWS_SNS_PAGE, &[Fact::LongestBody, Fact::Answer]),
        (SNS_RETRIES_PAGE, &[Fact::Retries]),
    ]);

const AWS_SNS_PAGE: &str = "https://github.com/awsdocs/amazon-sns-developer-guide/blob/b50d69811ac3df8d570f587e96bbbd0efffa27d0/doc_source/SendMessageToHttp.prepare.md";

/// Amazon SNS, from topics whose attribute `SignatureVersion` is 2: as [`AWS_SNS`], with SHA-256 alone.
pub const AWS_SNS_SHA256: Provider =
    AWS_SNS.named("aws-sns-sha256").proved_by(&[SNS_MESSAGE_2, SNS_CONFIRMATION_2]);

/// `PayPal`: `PAYPAL-TRANSMISSION-SIG: <base64>`, RSA over
/// `<transmission id>|<time>|<webhook id>|<CRC-32 of the body>`, with the certificate that `PAYPAL-CERT-URL`
/// names. The setting `webhook-id` is the id of the webhook, as the developer dashboard shows it.
///
/// A CRC-32 does not cover the body: see the notes of the provider. Live and sandbox differ in the host of the
/// certificate, and the webhook id keeps them apart.
pub const PAYPAL: Provider = Provider::new("paypal")
    .documented_at(
        "https://docs.paypal.ai/reference/api/rest/verify-webhook-signature/verify-webhook-signature",
    )
    .needs_settings(&[("webhook-id", "the id of the webhook, as the developer dashboard shows it")])
    .signed_with(
        Signature::rsa_sha256("paypal-transmission-sig")
            .requires(&[Requirement::Is(Field::Header("paypal-auth-algo"), "SHA256withRSA")])
            .key_named_in(Field::Header("paypal-cert-url"))
            .key_at(KeyLocation::Certificate {
                urls: &[
                    UrlPattern::new("https://api.paypal.com/v1/notifications/certs/*"),
                    UrlPattern::new("https://api.sandbox.paypal.com/v1/notifications/certs/*"),
                ],
                issued_to: ".paypal.com",
            })
            .timestamp_in(Field::Header("paypal-transmission-time"), TimeUnit::Rfc3339)
            .over("{header:paypal-transmission-id}|{timestamp}|{setting:webhook-id}|{crc32:body}"),
    )
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "Only a CRC-32 of the body is signed: whoever has seen one delivery can make another body for it. \
         Ask PayPal's API for what matters.",
        "Events of the webhook simulator cannot be verified: they are signed for the id `WEBHOOK_ID`.",
    ])
    .expects(StatusCode::OK).retries_as(SenderRetries::Described("up to 25 over three days"))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(PAYPAL_PAGE, &[Fact::Answer, Fact::Retries, Fact::Handshake])]);

const PAYPAL_PAGE: &str = "https://developer.paypal.com/api/rest/webhooks/rest.md";

const SNS_MESSAGE_1: Scheme = Scheme::Signature(SNS_1.over(MESSAGE).requires(&[
    Requirement::Is(Field::Json("/SignatureVersion"), "1"),
    Requirement::Is(Field::Json("/Type"), "Notification"),
    OF_TOPIC,
    ID_IN_ONE_LINE,
]));

const SNS_MESSAGE_2: Scheme = Scheme::Signature(SNS_2.over(MESSAGE).requires(&[
    Requirement::Is(Field::Json("/SignatureVersion"), "2"),
    Requirement::Is(Field::Json("/Type"), "Notification"),
    OF_TOPIC,
    ID_IN_ONE_LINE,
]));

const SNS_CONFIRMATION_1: Scheme = Scheme::Signature(SNS_1.over(CONFIRMATION).requires(&[
    Requirement::Is(Field::Json("/SignatureVersion"), "1"),
    OF_CONFIRMATION,
    OF_TOPIC,
    ID_IN_ONE_LINE,
    Requirement::Lacks(Field::Json("/SubscribeURL"), '\n'),
    Requirement::Lacks(Field::Json("/Token"), '\n'),
]));

const SNS_CONFIRMATION_2: Scheme = Scheme::Signature(SNS_2.over(CONFIRMATION).requires(&[
    Requirement::Is(Field::Json("/SignatureVersion"), "2"),
    OF_CONFIRMATION,
    OF_TOPIC,
    ID_IN_ONE_LINE,
    Requirement::Lacks(Field::Json("/SubscribeURL"), '\n'),
    Requirement::Lacks(Field::Json("/Token"), '\n'),
]));

const SNS_2: Signature = Signature::rsa_sha256(UNUSED)
    .found_in(Field::Json("/Signature"))
    .key_named_in(Field::Json("/SigningCertURL"))
    .key_at(KeyLocation::LoneCertificate { urls: SNS_CERTIFICATES })
    .timestamp_in(Field::Json("/Timestamp"), TimeUnit::Rfc3339);

const SNS_1: Signature = SNS_2.computed_with(Algorithm::RsaPkcs1(Hash::Sha1));

const MESSAGE: &str = "Message\n{json:/Message}\nMessageId\n{json:/MessageId}\n\
    {json:/Subject?Subject\n|\n}Timestamp\n{timestamp}\nTopicArn\n{json:/TopicArn}\nType\n{json:/Type}\n";

const CONFIRMATION: &str = "Message\n{json:/Message}\nMessageId\n{json:/MessageId}\n\
    SubscribeURL\n{json:/SubscribeURL}\nTimestamp\n{timestamp}\nToken\n{json:/Token}\n\
    TopicArn\n{json:/TopicArn}\nType\n{json:/Type}\n";

/// Signatures lie in the body.
const UNUSED: &str = "x-unused";

const TOPIC_ARN: (&str, &str) = ("topic-arn", "the ARN of the topic: `arn:aws:sns:…`");
const OF_TOPIC: Requirement = Requirement::IsSetting(Field::Json("/TopicArn"), "topic-arn");
const ID_IN_ONE_LINE: Requirement = Requirement::Lacks(Field::Json("/MessageId"), '\n');
const OF_CONFIRMATION: Requirement = Requirement::IsOneOf(
    Field::Json("/Type"),
    &["SubscriptionConfirmation", "UnsubscribeConfirmation"],
);

const SNS_CERTIFICATES: &[UrlPattern] = &[
    UrlPattern::new("https://sns.{region}.amazonaws.com/SimpleNotificationService-*.pem"),
    UrlPattern::new("https://sns.{region}.amazonaws.com.cn/SimpleNotificationService-*.pem"),
];

const SNS_RETRIES: SenderRetries = SenderRetries::Described(
    "three, 20 seconds apart, unless the subscription has a delivery policy; for an hour at most",
);

const SNS_NOTES: &[&str] = &[
    "`UnsubscribeURL`, `MessageAttributes` and all headers are not signed.",
    "With raw message delivery nothing is signed: leave it off.",
    "The signature has no end: an inbox keeps a message that comes again once.",
    "A 4xx counts as delivered: SNS tries again after a 5xx or no answer only.",
];

const SNS_RETRIES_PAGE: &str =
    "https://docs.amazonaws.cn/en_us/sns/latest/dg/sns-message-delivery-retries.html";

const APP_STORE_ANSWERS: &str = "https://apple-docs.everest.mt/docs/appstoreservernotifications/responding-to-app-store-server-notifications/";
