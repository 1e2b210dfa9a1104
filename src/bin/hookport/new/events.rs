//! The events that a new crate handles: typed where the provider has a template, else any.

use std::borrow::Cow;

use hookport::Provider;

use super::example;

/// The events of a provider, and a delivery to test with.
#[derive(Debug)]
pub(super) struct Events {
    /// The template of `src/events.rs`.
    pub(super) file: &'static str,
    /// The enum.
    pub(super) event: &'static str,
    /// The constant of the variant that is handled.
    pub(super) key: &'static str,
    /// The type that its handler gets.
    pub(super) payload: &'static str,
    /// True if the enum has variants that are not handled.
    pub(super) has_more: bool,
    /// The name of the event that is delivered in a test.
    pub(super) name: &'static str,
    /// The body of that delivery.
    pub(super) body: Cow<'static, str>,
    /// The text of the function `summary`; `None` if it says the name and the length.
    pub(super) summary: Option<&'static str>,
}

impl Events {
    /// Returns the events of a provider.
    pub(super) fn of(provider: &Provider, secret: &str) -> Self {
        match provider.name() {
            "stripe" => STRIPE.events(include_str!("templates/events/stripe.rs.tmpl")),
            "github" => GITHUB.events(include_str!("templates/events/github.rs.tmpl")),
            "shopify" => SHOPIFY.events(include_str!("templates/events/shopify.rs.tmpl")),
            "slack" => SLACK.events(include_str!("templates/events/slack.rs.tmpl")),
            "twilio" => TWILIO.events(include_str!("templates/events/twilio.rs.tmpl")),
            "rabbot" => RABBOT.events(include_str!("templates/events/rabbot.rs.tmpl")),
            "cargoson" => CARGOSON.events(include_str!("templates/events/cargoson.rs.tmpl")),
            "routal" => ROUTAL.events(include_str!("templates/events/routal.rs.tmpl")),
            "zonos" => ZONOS.events(include_str!("templates/events/zonos.rs.tmpl")),
            "cassa-in-cloud" => {
                CASSA.events(include_str!("templates/events/cassa-in-cloud.rs.tmpl"))
            }
            _ => Self::any(provider, secret),
        }
    }

    /// Any events, with their bytes.
    fn any(provider: &Provider, secret: &str) -> Self {
        Self {
            file: include_str!("templates/events/any.rs.tmpl"),
            event: "Event",
            key: "OTHER",
            payload: "Unknown",
            has_more: false,
            name: example::EVENT,
            body: example::body(provider, secret).into(),
            summary: None,
        }
    }
}

/// Typed events.
struct Typed {
    event: &'static str,
    key: &'static str,
    payload: &'static str,
    name: &'static str,
    body: &'static str,
    summary: &'static str,
}

impl Typed {
    fn events(&self, file: &'static str) -> Events {
        Events {
            file,
            event: self.event,
            key: self.key,
            payload: self.payload,
            has_more: true,
            name: self.name,
            body: self.body.into(),
            summary: Some(self.summary),
        }
    }
}

const STRIPE: Typed = Typed {
    event: "StripeEvent",
    key: "PAID",
    payload: "PaymentIntent",
    name: "payment_intent.succeeded",
    body: r#"{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","amount":1099,"currency":"eur"}}}"#,
    summary: "pi_1 is paid: 1099 eur",
};

const GITHUB: Typed = Typed {
    event: "GitHubEvent",
    key: "PUSHED",
    payload: "Push",
    name: "push",
    body: r#"{"ref":"refs/heads/main","repository":{"full_name":"octo-org/hello-world"}}"#,
    summary: "refs/heads/main of octo-org/hello-world was pushed",
};

const SHOPIFY: Typed = Typed {
    event: "ShopifyEvent",
    key: "ORDER_CREATED",
    payload: "Order",
    name: "orders/create",
    body: r#"{"id":820982911946154508,"total_price":"398.00","currency":"USD"}"#,
    summary: "order 820982911946154508: 398.00 USD",
};

const SLACK: Typed = Typed {
    event: "SlackEvent",
    key: "DEPLOY",
    payload: "Command",
    name: "/deploy",
    body: "command=%2Fdeploy&text=main&user_name=ada",
    summary: "ada deploys main",
};

const TWILIO: Typed = Typed {
    event: "TwilioEvent",
    key: "RECEIVED",
    payload: "Message",
    name: "received",
    body: "MessageSid=SM1&SmsStatus=received&From=%2B15550100&Body=1+%3C+2",
    summary: "+15550100 writes: 1 < 2",
};

const RABBOT: Typed = Typed {
    event: "RabbotEvent",
    key: "ODOMETER_UPDATED",
    payload: "OdometerUpdated",
    name: "odometer",
    body: r#"{"vehicle":{"plate":"ABC1D23","odometer_km":48210}}"#,
    summary: "ABC1D23 is at 48210 km",
};

const CARGOSON: Typed = Typed {
    event: "CargosonEvent",
    key: "BOOKING_CREATED",
    payload: "Notice",
    name: "booking.created",
    body: r#"{"reference":"XX12345","booking_status":"created"}"#,
    summary: "booking XX12345",
};

const ROUTAL: Typed = Typed {
    event: "RoutalEvent",
    key: "PLAN_CREATED",
    payload: "Plan",
    name: "routal.planner.2.plan.created",
    body: r#"{"event_id":"routal.planner.2.plan.created","project_id":"65a1b2c3d4e5f60718293a4b","data":{"id":"65a1b2c3d4e5f60718293a4c","label":"morning","total_stops":2}}"#,
    summary: "plan morning: 2 stops",
};

const ZONOS: Typed = Typed {
    event: "ZonosEvent",
    key: "ORDER_CREATED",
    payload: "Order",
    name: "ORDER_CREATED",
    body: r#"{"data":{"order":{"status":"OPEN","currencyCode":"CAD","items":[{"id":"item_1","name":"a shirt"}]}}}"#,
    summary: "an order of 1 items in CAD",
};

const CASSA: Typed = Typed {
    event: "CassaInCloudEvent",
    key: "RECEIPT",
    payload: "Receipt",
    name: "RECEIPT/CREATE",
    body: r#"{"id":"r1","number":"42"}"#,
    summary: "receipt 42",
};
