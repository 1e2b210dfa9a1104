//! The keys of the table `[otlp]`, which a build with the feature `otlp` knows.

use super::{Key, key, table};

pub(super) const KEYS: &[Key] = &[
    table(
        "otlp",
        "Sends traces and metrics to a collector by OTLP, in a build with the feature `otlp`.",
    ),
    key(
        "otlp.endpoint",
        "`http(s)://host[:port]`",
        "must be given",
        "The collector. Traces go to `/v1/traces` below it, and metrics to `/v1/metrics`.",
        "endpoint = \"http://localhost:4318\"",
    ),
    key(
        "otlp.headers",
        "table of secrets",
        "none",
        "Headers of each request to it.",
        "headers = { authorization = { env = \"OTLP_TOKEN\" } }",
    ),
    key(
        "otlp.service-name",
        "text",
        "`\"hookport\"`",
        "The `service.name` of what is sent.",
        "service-name = \"hooks\"",
    ),
    key(
        "otlp.sampling",
        "number from 0 to 1",
        "`1.0`",
        "The share of requests that are traced, with the attempts that they lead to.",
        "sampling = 0.1",
    ),
    key(
        "otlp.timeout",
        "duration",
        "`\"10s\"`",
        "How long a request to the collector may take.",
        "timeout = \"5s\"",
    ),
    key(
        "otlp.metrics-every",
        "duration",
        "`\"1m\"`",
        "The time between two exports of the metrics.",
        "metrics-every = \"15s\"",
    ),
];
