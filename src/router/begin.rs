//! The start of the handlers of one delivery.

use http::Extensions;

use super::{
    answer::Fate,
    dispatch::{Dispatch, Dispatcher, Undecoded},
};
use crate::{
    Delivery, DeliveryParts, Provider, Verified, WebhookEvent, log::Span, receive::route,
    request::Converted, telemetry,
};

/// The proof of a request, and its span.
pub(super) struct Proved<'a> {
    pub(super) provider: &'a Provider,
    pub(super) verified: &'a Verified,
    pub(super) span: &'a Span,
}

impl<E: WebhookEvent> Dispatcher<E> {
    /// Decodes a delivery and starts the first of its handlers. `extensions` are those of the
    /// request.
    pub(super) fn begin(
        &self,
        proved: &Proved<'_>,
        parts: DeliveryParts,
        extensions: Extensions,
    ) -> Result<Dispatch, Fate> {
        let converted = Converted::default();
        let input = parts.input(proved.provider.document_in()).keeping_in(&converted);
        let decoded = match self.decode(&input) {
            Ok(decoded) => decoded,
            Err(Undecoded::Refused(_)) if self.is_ignored(&parts, proved.provider) => {
                return Err(Fate::Ignored);
            }
            Err(cause) => return Err(self.refuse(&cause, proved, &parts, &extensions)),
        };
        let (delivery, event) =
            Delivery::of(parts, converted, proved.provider, proved.verified, decoded);
        let (name, id) = (delivery.event_name(), delivery.id());
        telemetry::identified(proved.span, name, id, delivery.tenant());
        if self.is_unhandled(event.as_ref().map(E::variant)) {
            self.log_unhandled(&delivery, route(&extensions));
        }
        self.dispatch(event, delivery, extensions)
    }

    /// Returns `true` if the variant of a delivery is ignored, so that its payload may have any form.
    fn is_ignored(&self, parts: &DeliveryParts, provider: &Provider) -> bool {
        let input = parts.input(provider.document_in());
        let variant = self.identify(&input).ok().and_then(|identified| identified.event);
        variant.is_some_and(|variant| !self.is_unhandled(Some(variant)) && !self.calls(variant))
    }

    /// Logs a delivery that cannot be decoded, and returns its fate.
    pub(super) fn refuse(
        &self,
        cause: &Undecoded,
        proved: &Proved<'_>,
        parts: &DeliveryParts,
        extensions: &Extensions,
    ) -> Fate {
        let Proved { provider, span, .. } = proved;
        let input = parts.input(provider.document_in());
        self.log_undecodable(cause, provider, &input, route(extensions), span);
        match cause {
            Undecoded::Refused(_) => Fate::Undecodable,
            Undecoded::Panicked(error) => Fate::Handled(self.judge(Err(*error)).into_parts().0),
        }
    }
}
