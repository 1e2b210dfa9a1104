//! Senders by the specification Standard Webhooks whose documentation or code is open.

use std::time::Duration;

use http::StatusCode;

use super::standard_webhooks::BY_SPECIFICATION;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{KeyForm, Signature},
};

/// Argilla: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const ARGILLA: Provider = BY_SPECIFICATION
    .named("argilla")
    .documented_at("https://pypi.org/project/argilla-server/")
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(10),
        Duration::from_secs(60),
        Duration::from_secs(180),
    ]))
    .has_none_of(&[Fact::LongestBody, Fact::Handshake]);

/// Composio: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), but the text of the
/// secret is the key.
///
/// The event name is the slug of the trigger, and `/type` where there is none.
pub const COMPOSIO: Provider = BY_SPECIFICATION
    .named("composio")
    .documented_at(COMPOSIO_DOCS)
    .signed_with(Signature::standard_webhooks().key(KeyForm::Text))
    .names_event_in(&[Field::Json("/metadata/trigger_slug"), Field::Json("/type")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries]);

/// Formbricks: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const FORMBRICKS: Provider = BY_SPECIFICATION
    .named("formbricks")
    .documented_at(FORMBRICKS_DOCS)
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Never)
    .answers_handshakes(super::handshakes::TEST_ENDPOINT)
    .has_none_of(&[Fact::LongestBody])
    .sourced(&[
        (FORMBRICKS_PAGE, &[Fact::EventName, Fact::LongestBody, Fact::Answer, Fact::Retries]),
        (FORMBRICKS_TEST, &[Fact::Handshake]),
    ]);

const FORMBRICKS_TEST: &str = "https://github.com/formbricks/formbricks/blob/06527df01c5360ed2510051876dc460b04405c13/apps/web/modules/integrations/webhooks/lib/webhook.ts";

const COMPOSIO_DOCS: &str = "https://github.com/ComposioHQ/composio/blob/0eeab0030d541f09626e6781dfaf0e44e5aa55f6/docs/content/docs/setting-up-triggers/subscribing-to-events.mdx";

const FORMBRICKS_DOCS: &str = "https://github.com/formbricks/formbricks/blob/0bfb345c0931bc384af33a7e1a36aece4a7bd620/docs/xm-and-surveys/core-features/integrations/webhooks.mdx";

const FORMBRICKS_PAGE: &str = "https://github.com/formbricks/formbricks/blob/008084d85be1369b5d6018abf853482918354303/apps/web/app/api/(internal)/pipeline/route.ts";
