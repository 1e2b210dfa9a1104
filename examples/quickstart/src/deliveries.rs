//! The deliveries that are sent, and the result that each must have.

use std::{
    error::Error,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Provider,
    providers::{CARGOSON, CASSA_IN_CLOUD, GITHUB, RABBOT, ROUTAL, STRIPE, ZONOS},
    testing::{SignError, Signer},
};
use http::{Method, Request, Response};

use crate::journal::Entry;

/// The secret that sender and endpoint share. A real one comes from `Secret::from_env`.
pub(crate) fn secret(sender: &str) -> String {
    format!("made-up-{sender}")
}

/// A sender, and what it delivers here.
pub(crate) struct Sender {
    pub(crate) name: &'static str,
    /// The proof that it carries.
    pub(crate) habit: &'static str,
    pub(crate) trials: Vec<Trial>,
}

/// One delivery.
pub(crate) struct Trial {
    pub(crate) what: &'static str,
    pub(crate) request: Request<Bytes>,
    pub(crate) expected: Expected,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// This handler takes it.
    Handler(&'static str),
    /// It was kept before, so that no handler takes it again.
    KeptBefore,
    /// It is refused, for this reason.
    Refusal(&'static str),
}

/// The result of one delivery.
#[derive(Debug)]
pub(crate) struct Delivered {
    pub(crate) what: &'static str,
    pub(crate) answer: Response<Bytes>,
    pub(crate) entry: Option<Entry>,
}

impl Expected {
    pub(crate) fn holds_for(self, delivered: &Delivered) -> bool {
        let status = delivered.answer.status().as_u16();
        match (self, &delivered.entry) {
            (Self::Handler(name), Some(Entry::Handled { handler, .. })) => {
                status == 200 && *handler == name
            }
            (Self::KeptBefore, Some(Entry::KeptBefore { .. })) => status == 200,
            (Self::Refusal(wanted), Some(Entry::Refused { reason, .. })) => {
                status == 401 && *reason == wanted && delivered.answer.body().is_empty()
            }
            _ => false,
        }
    }
}

/// Makes requests, other ones each time that this program runs: what an inbox in a file has seen
/// before is a duplicate.
#[derive(Debug)]
pub(crate) struct Deliveries<'a> {
    origin: &'a str,
    run: String,
}

impl<'a> Deliveries<'a> {
    pub(crate) fn to(origin: &'a str) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { origin, run: format!("{:x}", now.as_millis()) }
    }

    /// Every sender, with one genuine and one forged delivery of each kind.
    pub(crate) fn all(&self) -> Result<Vec<Sender>, Box<dyn Error>> {
        Ok(vec![
            self.stripe()?,
            self.github()?,
            self.routal()?,
            self.rabbot()?,
            self.cargoson()?,
            self.zonos()?,
            self.cassa_in_cloud()?,
        ])
    }

    /// A payment that is not among [`all`](Self::all).
    pub(crate) fn another_payment(&self) -> String {
        PAYMENT.replace("evt_test_0001", &format!("evt_{}_by_hand", self.run))
    }

    /// A push that is not among [`all`](Self::all).
    pub(crate) fn another_push(&self) -> Result<Request<Bytes>, SignError> {
        let push = r#"{"ref":"refs/heads/main","repository":{"full_name":"you/first-try"}}"#;
        let id = format!("{}-by-hand", self.run);
        self.knowing(GITHUB).event("push").id(id).sign(push)
    }

    fn stripe(&self) -> Result<Sender, SignError> {
        let signer = self.knowing(STRIPE);
        let payment = PAYMENT.replace("evt_test_0001", &format!("evt_{}", self.run));
        let ten_minutes_ago = SystemTime::now() - Duration::from_secs(600);
        let replayed = signer.clone().at(ten_minutes_ago).sign(payment.clone())?;
        let again = signer.sign(payment.clone())?;
        Ok(Sender {
            name: STRIPE.name(),
            habit: "signs time and body",
            trials: vec![
                genuine(signer.sign(payment.clone())?, "on_paid"),
                Trial { what: "sent again", request: again, expected: Expected::KeptBefore },
                forged(
                    "signed by another",
                    self.guessing(STRIPE).sign(payment.clone())?,
                    "signature_mismatch",
                ),
                forged("replayed later", replayed, "stale_timestamp"),
            ],
        })
    }

    fn github(&self) -> Result<Sender, SignError> {
        let push = self.knowing(GITHUB).event("push").sign(PUSH)?;
        let mut changed = push.clone();
        *changed.body_mut() = PUSH.replace("hello-world", "payroll").into();
        Ok(Sender {
            name: GITHUB.name(),
            habit: "signs the body; the event's name lies in a header outside the signature",
            trials: vec![
                genuine(push, "on_push"),
                forged("changed on its way", changed, "signature_mismatch"),
            ],
        })
    }

    fn routal(&self) -> Result<Sender, SignError> {
        Ok(Sender {
            name: ROUTAL.name(),
            habit: "signs nothing; its URL holds a secret",
            trials: vec![
                genuine(self.knowing(ROUTAL).sign(self.fresh(STOP))?, "on_stop"),
                forged(
                    "guessed URL",
                    self.guessing(ROUTAL).sign(self.fresh(STOP))?,
                    "token_mismatch",
                ),
            ],
        })
    }

    fn rabbot(&self) -> Result<Sender, SignError> {
        let (knowing, guessing) = (self.knowing(RABBOT), self.guessing(RABBOT));
        let tell = |by: &Signer| by.clone().event("odometer").sign(self.fresh(ODOMETER));
        let ask = |by: &Signer| {
            let url = format!("{}/rabbot/drivers/current?plate=ABC1D23", self.origin);
            let mut request = by.clone().url(url).sign("")?;
            *request.method_mut() = Method::GET;
            Ok::<_, SignError>(request)
        };
        let question = genuine(ask(&knowing)?, "current_driver");
        Ok(Sender {
            name: RABBOT.name(),
            habit: "shows a bearer token; tells by POST, asks by GET",
            trials: vec![
                genuine(tell(&knowing)?, "on_odometer"),
                forged("guessed token", tell(&guessing)?, "token_mismatch"),
                Trial { what: "genuine question", ..question },
                forged("forged question", ask(&guessing)?, "token_mismatch"),
            ],
        })
    }

    fn cargoson(&self) -> Result<Sender, SignError> {
        let sent = |by: Signer| by.event("any").sign(self.fresh(BOOKING));
        Ok(Sender {
            name: CARGOSON.name(),
            habit: "publishes no format; what comes is kept, and its URL holds a secret",
            trials: vec![
                genuine(sent(self.knowing(CARGOSON))?, "capture"),
                forged("guessed URL", sent(self.guessing(CARGOSON))?, "token_mismatch"),
            ],
        })
    }

    fn zonos(&self) -> Result<Sender, SignError> {
        let sent = |by: Signer| by.event("ORDER_CREATED").sign(self.fresh(ORDER));
        Ok(Sender {
            name: ZONOS.name(),
            habit: "names no event; each type has a URL of its own, with a secret",
            trials: vec![
                genuine(sent(self.knowing(ZONOS))?, "on_zonos"),
                forged("guessed URL", sent(self.guessing(ZONOS))?, "token_mismatch"),
            ],
        })
    }

    fn cassa_in_cloud(&self) -> Result<Sender, SignError> {
        let receipt =
            self.knowing(CASSA_IN_CLOUD).event("RECEIPT/CREATE").sign(self.fresh(RECEIPT))?;
        let mut unsigned = receipt.clone();
        unsigned.headers_mut().remove("x-cn-signature");
        Ok(Sender {
            name: CASSA_IN_CLOUD.name(),
            habit: "signs the body; entity and verb lie in a header outside the signature",
            trials: vec![
                genuine(receipt, "on_till"),
                forged("not signed", unsigned, "missing_value"),
            ],
        })
    }

    /// The sender itself: it knows the secret.
    fn knowing(&self, provider: Provider) -> Signer {
        let name = provider.name();
        Signer::new(provider, secret(name)).url(format!("{}/{name}", self.origin))
    }

    /// A forger.
    fn guessing(&self, provider: Provider) -> Signer {
        let name = provider.name();
        Signer::new(provider, "guessed").url(format!("{}/{name}", self.origin))
    }

    /// A body of a sender that gives its deliveries no ids: what differs in nothing is a duplicate.
    fn fresh(&self, body: &str) -> String {
        body.replacen('{', &format!(r#"{{"run":"{}","#, self.run), 1)
    }
}

fn genuine(request: Request<Bytes>, handler: &'static str) -> Trial {
    Trial { what: "genuine", request, expected: Expected::Handler(handler) }
}

fn forged(what: &'static str, request: Request<Bytes>, reason: &'static str) -> Trial {
    Trial { what, request, expected: Expected::Refusal(reason) }
}

const PAYMENT: &str = include_str!("../../bodies/payment_intent.succeeded.json");
const PUSH: &str = include_str!("../../bodies/push.json");
const STOP: &str = include_str!("../../../tests/payloads/routal/stop.completed.json");
const ODOMETER: &str = include_str!("../../../tests/payloads/rabbot/odometer_updated.json");
const BOOKING: &str = include_str!("../../../tests/payloads/cargoson/booking.created.json");
const ORDER: &str = include_str!("../../../tests/payloads/zonos/ORDER_CREATED.json");
const RECEIPT: &str = include_str!("../../../tests/payloads/cassa_in_cloud/RECEIPT_CREATE.json");
