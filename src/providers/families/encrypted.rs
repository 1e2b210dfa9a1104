//! Senders that encrypt what they deliver. All need the feature `encrypted-bodies`.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Encryption, Guard, Handshake, Hash, Signature, TimeUnit, When},
};

/// Feishu: `X-Lark-Signature: <hex>`, a plain SHA-256 over `<seconds><nonce><Encrypt Key><body>`. The body
/// `{"encrypt":"…"}` is encrypted with AES-256-CBC. The secret is the Encrypt Key of the app; without one
/// Feishu neither signs nor encrypts.
pub const FEISHU: Provider = Provider::new("feishu")
    .documented_at(FEISHU_PAGE)
    .signed_with(
        Signature::plain_hash(Hash::Sha256, "x-lark-signature")
            .timestamp_in(Field::Header("x-lark-request-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}{header:x-lark-request-nonce}{secret}{body}"),
    )
    .encrypted(&Encryption::cbc_with_secret(Field::Json("/encrypt")))
    .names_event_in(&[Field::Json("/header/event_type"), Field::Json("/event/type")])
    .names_delivery_in(&[Field::Json("/header/event_id"), Field::Json("/uuid")])
    .names_tenant_in(&[Field::Json("/header/tenant_key"), Field::Json("/event/tenant_key")])
    .answers_handshakes(&[Handshake::new(
        Guard::VerifyToken(Field::Json("/token")),
        &[When::Method("POST"), When::Is(Field::Json("/type"), "url_verification")],
        Answer::json(&[("challenge", AnswerValue::Plain(Field::Json("/challenge")))]),
    )])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(15),
        Duration::from_secs(5 * 60),
        Duration::from_secs(60 * 60),
        Duration::from_secs(6 * 60 * 60),
    ]))
    .with_notes(&[
        "The request that checks the URL is not signed. It is answered if `verify_token` is the \
         Verification Token of the app.",
        "A plain hash is open to a longer body after the one that was signed. What is added is no \
         JSON, so such a body is refused.",
    ])
    .sourced(&[(FEISHU_PAGE, &[Fact::Handshake])]);

const FEISHU_PAGE: &str = "https://open.larkoffice.com/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/choose-a-subscription-mode/send-notifications-to-developers-server.md";

/// Lark, which is Feishu outside of China, and delivers as it does.
pub const LARK: Provider = FEISHU.named("lark");

/// `WeChat` Pay, API v3: `Wechatpay-Signature: <base64>`, RSA over `<seconds>\n<nonce>\n<body>\n`, fresh within
/// five minutes. `/resource` is encrypted with AES-256-GCM, and its plain text takes its place. The secret is
/// the public key of `WeChat` Pay or its platform certificate, as PEM; the decryption key is the `APIv3` key.
/// It needs the feature `public-keys` too.
pub const WECHAT_PAY: Provider = Provider::new("wechat-pay")
    .documented_at(WECHAT_PAY_PAGE)
    .signed_with(
        Signature::rsa_sha256("wechatpay-signature")
            .timestamp_in(Field::Header("wechatpay-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}\n{header:wechatpay-nonce}\n{body}\n")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .encrypted(
        &Encryption::gcm(
            Field::Json("/resource/ciphertext"),
            Field::Json("/resource/nonce"),
            Field::Json("/resource/associated_data"),
        )
        .named_in(Field::Json("/resource/algorithm"), "AEAD_AES_256_GCM")
        .in_place_of("/resource"),
    )
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(15),
        Duration::from_secs(15),
        Duration::from_secs(30),
        Duration::from_secs(3 * 60),
        Duration::from_secs(10 * 60),
        Duration::from_secs(20 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(60 * 60),
        Duration::from_secs(3 * 60 * 60),
        Duration::from_secs(3 * 60 * 60),
        Duration::from_secs(3 * 60 * 60),
        Duration::from_secs(6 * 60 * 60),
        Duration::from_secs(6 * 60 * 60),
    ]))
    .has_none_of(&[Fact::Handshake])
    .with_notes(&[
        "The header `Wechatpay-Serial` names the key: give each key that is in use as a secret.",
        "The official SDK takes a time within five minutes.",
        "WeChat Pay sends requests with a wrong signature, which begins with \
         `WECHATPAY/SIGNTEST/`, and expects that they are refused.",
    ])
    .sourced(&[(WECHAT_PAY_PAGE, &[Fact::Answer, Fact::Retries, Fact::Handshake])]);

const WECHAT_PAY_PAGE: &str =
    "https://pay.weixin.qq.com/docs/partner/products/notification/introduction.html";
