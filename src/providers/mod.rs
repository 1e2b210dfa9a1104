//! Facts about senders: constants, no control flow.
//!
//! Each constant links the page that its facts are from. [`Provider::fact`] tells a fact that the sender does
//! not publish from one that nobody has looked up yet.
//!
//! ```
//! use hookport::providers;
//!
//! assert_eq!(providers::find("stripe"), Some(&providers::STRIPE));
//! assert_eq!(providers::STRIPE.name(), "stripe");
//! ```
//!
//! # Reading a page
//!
//! Most senders sign as many others do, and are described in some lines: `hookport providers NAME` prints
//! all facts of one. Below the other constants stand the facts that a receiver needs, and an endpoint with
//! its test. The documentation or the SDK that they are from is at [`Provider::docs`]; another source stands
//! beside its fact.
//!
//! | row | the fact in use |
//! |---|---|
//! | secret, its form | a secret that no scheme of the sender takes is a [`ConfigError`](crate::ConfigError) at start-up |
//! | freshness | a delivery that was signed longer ago gets 401; where there is none, a recorded delivery can be sent again at any time |
//! | event name, delivery id | `signed`: [`Verified::covers`](crate::Verified::covers) says so; whoever replays a delivery can change one that is not |
//! | answer | [`Provider::expected_status`], and [`Provider::deadline`] for the handlers of an endpoint without an inbox |
//! | retries | [`Provider::retries`]: what a failure costs without an inbox |
//! | longest body | [`Provider::longest_body`]; where it is not published, an endpoint reads up to 2 MiB |
//! | not published | no guess takes its place |
//!
//! The same facts answer questions about all senders:
//!
//! ```
//! use hookport::{Provider, SenderRetries, providers};
//!
//! let never: Vec<_> = providers::ALL
//!     .iter()
//!     .filter(|provider| provider.retries() == SenderRetries::Never)
//!     .map(Provider::name)
//!     .collect();
//! assert!(never.contains(&"github"), "a failure loses a delivery: keep it in an inbox first");
//! ```

use crate::Provider;

mod cargoson;
mod cassa_in_cloud;
mod cronofy;
mod discord;
mod easypost;
mod families;
mod github;
mod gitlab;
mod mercado_pago;
mod meta;
mod orb;
mod rabbot;
mod routal;
mod sendgrid;
mod shopify;
mod slack;
mod square;
mod standard_webhooks;
mod stripe;
mod svix;
mod telegram;
mod twilio;
mod twitch;
mod workos;
mod xero;
mod zonos;
mod zoom;

pub use cargoson::CARGOSON;
pub use cassa_in_cloud::CASSA_IN_CLOUD;
pub use cronofy::CRONOFY;
pub use discord::DISCORD;
pub use easypost::EASYPOST;
pub use families::*;
pub use github::GITHUB;
pub use gitlab::GITLAB;
pub use mercado_pago::MERCADO_PAGO;
pub use meta::META;
pub use orb::ORB;
pub use rabbot::RABBOT;
pub use routal::ROUTAL;
pub use sendgrid::SENDGRID;
pub use shopify::{SHOPIFY, SHOPIFY_EVENTS};
pub use slack::SLACK;
pub use square::SQUARE;
pub use standard_webhooks::STANDARD_WEBHOOKS;
pub use stripe::STRIPE;
pub use svix::SVIX;
pub use telegram::TELEGRAM;
pub use twilio::{TWILIO, TWILIO_SHARED_KEY};
pub use twitch::TWITCH;
pub use workos::{WORKOS, WORKOS_ACTIONS};
pub use xero::XERO;
pub use zonos::ZONOS;
pub use zoom::ZOOM;

/// All built-in providers, by name.
pub const ALL: &[Provider] = &[
    LEARNING_360,
    ABLY,
    ACCESSOWL,
    ACUITY,
    ADOBE_SIGN,
    ADYEN,
    ADYEN_PLATFORM,
    AFFIRM,
    AFTERSHIP,
    AGENTPHONE,
    AIPRISE,
    AIRCALL,
    AIRSHIP,
    AIRTABLE,
    AIRWALLEX,
    AKENEO,
    ALCHEMY,
    ALEXA,
    ANTHROPIC,
    APPLE_APP_STORE,
    APPWRITE,
    ARGILLA,
    ARTIFACT_HUB,
    ASANA,
    ASCEND,
    ASHBY,
    ATTENTIVE,
    ATTIO,
    AUTH0_LOG_STREAMS,
    AUTHORIZE_NET,
    AUTODESK,
    AWS_SNS,
    AWS_SNS_SHA256,
    AZURE_DEVOPS,
    AZURE_EVENT_GRID,
    BANDWIDTH,
    BIGCOMMERCE,
    BILLIT,
    BINANCE_PAY,
    BITBUCKET_CLOUD,
    BLAND,
    BOLT,
    BOX,
    BRAINTREE,
    BREX,
    BRIDGE,
    BRIDGE_API,
    BROWSERBASE,
    BTCPAY,
    BUILDKITE,
    BUNNY_STREAM,
    CAL_COM,
    CALENDLY,
    CANVA,
    CARGOSON,
    CASHFREE,
    CASSA_IN_CLOUD,
    CASTLE,
    CHARGEBEE,
    CHARGIFY,
    CHATWOOT,
    CHECKOUT_COM,
    CHECKR,
    CHIP,
    CIRCLE,
    CIRCLEBACK,
    CIRCLECI,
    CLERK,
    CLICKUP,
    CLIO,
    CLOUDEVENTS,
    CLOUDEVENTS_BATCHED,
    CLOUDFLARE_NOTIFICATIONS,
    CLOUDFLARE_STREAM,
    CLOUDINARY,
    CLOUDPRINTER,
    COBO,
    COINBASE,
    COINBASE_COMMERCE,
    COMMERCE_LAYER,
    COMPOSIO,
    CONFIGCAT,
    CONFLUENCE,
    CONTENTFUL,
    COURIER,
    CRISP,
    CRONOFY,
    CRYPTAPI,
    CURSOR,
    CUSTOMER_IO,
    DAILY,
    DATASAUR,
    DEEL,
    DISCORD,
    DISCOURSE,
    DOCSPRING,
    DOCUMENSO,
    DOCUSIGN,
    DODO_PAYMENTS,
    DOKU,
    DOPPLER,
    DROPBOX,
    DROPBOX_SIGN,
    DUB,
    DWOLLA,
    EASYPOST,
    EDITFRAME,
    ELEVENLABS,
    EMAILIT,
    ENODE,
    ENVOY,
    ETSY,
    EXA,
    EXPO_EAS,
    EXTEND,
    FAL,
    FASTSPRING,
    FAUNDIT,
    FEISHU,
    FINCH,
    FINTOC,
    FIREBLOCKS,
    FIREBLOCKS_V1,
    FIRECRAWL,
    FIREFLIES,
    FITBIT,
    FLAGSMITH,
    FLASHPAY,
    FLEXPORT,
    FLINKS,
    FLUTTERWAVE,
    FONN,
    FORGE,
    FORMBRICKS,
    FORMSTACK,
    FOURTHWALL,
    FRAME_IO,
    FRAMER,
    FRONT,
    FUSIONAUTH,
    GEMINI,
    GHOST,
    GITEA,
    GITHUB,
    GITHUB_SECRET_SCANNING,
    GITLAB,
    GOCARDLESS,
    GOOGLE_CHANNELS,
    GOOGLE_PUBSUB,
    GOOGLE_RISC,
    GRAFANA,
    GREENHOUSE,
    GROWTHBOOK,
    GUSTO,
    HANKO,
    HELIUS,
    HELP_SCOUT,
    HEROKU,
    HOCUSPOCUS,
    HOOKDECK,
    HUBSPOT_V1,
    HUBSPOT_V2,
    HUBSPOT_V3,
    HUGGING_FACE,
    HYGRAPH,
    IMAGEKIT,
    INCIDENT_IO,
    INCREASE,
    INFISICAL,
    INNGEST,
    INTEGRATED_FINANCE,
    INTERCOM,
    IRON,
    JIRA,
    KATANA,
    KEYGEN,
    KICK,
    KINDE,
    KLARNA,
    KLAVIYO,
    KNOCK,
    KONTENT_AI,
    LAGO,
    LARK,
    LAUNCHDARKLY,
    LEAT,
    LEMON_SQUEEZY,
    LINE,
    LINEAR,
    LINKEDIN,
    LITHIC,
    LIVEBLOCKS,
    LIVEKIT,
    LOGTO,
    LONDON_THEATRE_DIRECT,
    LOOPS,
    MAILCHIMP,
    MAILERLITE,
    MAILGUN,
    MATRIX,
    MEMBERFUL,
    MERAKI,
    MERCADO_PAGO,
    MESSAGEBIRD,
    META,
    MICROSOFT_GRAPH,
    MICROSOFT_TEAMS,
    MIDTRANS,
    MIRO,
    MIXPANEL,
    MLFLOW,
    MODERN_TREASURY,
    MOLLIE,
    MONDAY,
    MONGODB_ATLAS,
    MONOBANK,
    MOYASAR,
    MUX,
    NANGO,
    NAUTOBOT,
    NETBOX,
    NETLIFY,
    NOTCH_PAY,
    NOTION,
    NPM_HOOKS,
    NUON,
    NUVEMSHOP,
    NYLAS,
    OKTA,
    ONFIDO,
    ONFLEET,
    ONLYOFFICE_DOCSPACE,
    OPENAI,
    OPENPROJECT,
    ORACLE_CX_COMMERCE,
    ORB,
    OURA,
    OUTLINE,
    PADDLE,
    PAGERDUTY,
    PAYMONGO,
    PAYPAGA,
    PAYPAL,
    PAYSTACK,
    PERSONA,
    PICQER,
    PIPEDRIVE,
    PLANE,
    PLANETSCALE,
    PLIVO,
    POLAR,
    PORT,
    POSTMARK,
    POSTSYNCER,
    PRIMER,
    PULUMI,
    PUSHER,
    PYLON,
    QOREID,
    QSTASH,
    QUICKBOOKS,
    RABBOT,
    RAZORPAY,
    READ_THE_DOCS,
    RECALL_AI,
    RECHARGE,
    RENDER,
    REPLICATE,
    REQUEST_NETWORK,
    RESEND,
    RETELL,
    REVENUECAT,
    REVIEW_BOARD,
    REVOLUT,
    RINGCENTRAL,
    RIPPLE_COLLECTIONS,
    ROOTLY,
    ROUTAL,
    SALEOR,
    SALESFORCE_OUTBOUND,
    SANITY,
    SAVVYCAL,
    SCRAPFLY,
    SELF_ENTERPRISE,
    SENDBIRD,
    SENDGRID,
    SENTRY,
    SEVALLA,
    SHIPBOB,
    SHIPHERO,
    SHIPPO,
    SHOPIFY,
    SHOPIFY_EVENTS,
    SHOPLINE,
    SHOPWARE,
    SIGHTENGINE,
    SIGN_IN_WITH_APPLE,
    SIGNABLE,
    SIGNATUREAPI,
    SIGNWELL,
    SINCH_CONVERSATION,
    SLACK,
    SMARTCAR,
    SMARTSHEET,
    SMARTTHINGS,
    SMILE,
    SNYK,
    SONARQUBE,
    SOURCEGRAPH,
    SPACELIFT,
    SPARKPOST,
    SQUARE,
    SQUARESPACE,
    STANDARD_WEBHOOKS,
    STARBRIDGE,
    STATSIG,
    STORYBLOK,
    STRAVA,
    STREAM,
    STRIPE,
    STYTCH,
    SUBTOTAL,
    SUMSUB,
    SUPABASE,
    SURGE,
    SURVEYMONKEY,
    SVIX,
    SYNCTERA,
    TAIGA,
    TAILSCALE,
    TALLY,
    TEBEX,
    TELEGRAM,
    TELNYX,
    TERRAFORM_CLOUD,
    TIKTOK,
    TIKTOK_SHOP,
    TOKEN_IO,
    TOPPER,
    TRELLO,
    TRIGGER_DEV,
    TRUELAYER,
    TRUELAYER_SANDBOX,
    TWILIO,
    TWILIO_SHARED_KEY,
    TWITCH,
    TYPEFORM,
    UBER_EATS,
    UNLEASH,
    VANTA,
    VERCEL,
    VERCEL_BLOB,
    VEREID,
    VERIFIME,
    VIBER,
    VIPPS_MOBILEPAY,
    VOLCENGINE_RTC,
    VONAGE,
    WALMART,
    WEBEX,
    WEBFLOW,
    WEBSUB,
    WECHAT_PAY,
    WHEREBY,
    WHOP,
    WISE,
    WISTFARE_MAIL,
    WIX,
    WOOCOMMERCE,
    WOOVI,
    WORKOS,
    WORKOS_ACTIONS,
    WORLDLINE_CONNECT,
    X,
    XENDIT,
    XERO,
    XOBNI,
    YOUSIGN,
    ZEGOCLOUD,
    ZENDESK,
    ZERO_HASH,
    ZITADEL,
    ZONOS,
    ZOOM,
];

/// Returns the built-in provider with this name, in kebab-case.
pub fn find(name: &str) -> Option<&'static Provider> {
    ALL.iter().find(|provider| provider.name() == name)
}
