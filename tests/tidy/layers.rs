//! The order of the stages, and the modules in them.

use std::collections::BTreeSet;

use crate::modules::{Modules, circles};

/// The modules right below the root, in the order of a delivery's journey: each uses earlier ones
/// only.
const STAGES: &[&str] = &[
    "words",
    "own_file",
    "toml_forms",
    "request",
    "secret",
    "scheme",
    "provider",
    "verify",
    "provider_file",
    "providers",
    "diagnosis",
    "event",
    "panic",
    "error_text",
    "log",
    "generations",
    "clock",
    "trace",
    "tls_client",
    "telemetry",
    "public_address",
    "key_source",
    "secrets",
    "receive",
    "reply",
    "delivery",
    "outcome",
    "extract",
    "router",
    "inbox",
    "stores",
    "worker",
    "receiver",
    "destinations",
    "http_file",
    "console",
    "serve",
    "event_types",
    "capture",
    "testing",
    "cookbook",
];

/// Stages that do not use an earlier one either.
const APART: &[(&str, &[&str])] = &[
    ("event", &["verify", "providers", "diagnosis"]),
    ("stores", &["receive", "router", "telemetry"]),
    ("worker", &["receive", "stores"]),
    ("event_types", &["verify", "receive", "router", "inbox", "stores", "worker", "receiver"]),
    ("capture", &["receive", "router", "inbox", "stores", "worker", "receiver"]),
];

/// Modules that use each other, because the first holds a type and the second its helper.
const TYPE_AND_HELPER: &[&[&str]] = &[
    &["event/explain/document", "event/explain/variant"],
    &["inbox/handle", "inbox/selection"],
    &["router/endpoint", "router/future"],
];

#[test]
fn every_module_is_a_stage() {
    let listed: BTreeSet<String> = STAGES.iter().map(ToString::to_string).collect();

    assert_eq!(Modules::of("src").stages(), listed);
}

#[test]
fn a_stage_uses_earlier_stages_only() {
    let position = |stage: &str| STAGES.iter().position(|listed| *listed == stage).unwrap();
    for (user, used) in Modules::of("src").uses() {
        if let (Some(stage), Some(other)) = (user.first(), used.first()) {
            let is_earlier = position(other) <= position(stage);
            assert!(is_earlier, "`{}` uses the later `{}`", user.join("/"), used.join("/"));
        }
    }
}

#[test]
fn some_stages_do_not_know_each_other() {
    for (user, used) in Modules::of("src").uses() {
        for (stage, unknown) in APART {
            let knows = user[0] == *stage && used.first().is_some_and(|u| unknown.contains(&&**u));
            assert!(!knows, "`{}` uses `{}`", user.join("/"), used.join("/"));
        }
    }
}

#[test]
fn no_modules_use_each_other_in_a_circle() {
    let folders = ["src", "src/bin/hookport", "macros/src"];
    let circles = folders.iter().flat_map(|folder| circles(&Modules::of(folder).uses()));
    let names = circles.map(|circle| circle.iter().map(|path| path.join("/")).collect::<Vec<_>>());
    let others: Vec<_> = names.filter(|names| !TYPE_AND_HELPER.contains(&&*strs(names))).collect();

    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn every_public_item_has_one_path() {
    let several: Vec<_> = Modules::of("src")
        .public_paths()
        .into_iter()
        .filter(|(_, paths)| paths.len() > 1)
        .map(|((_, item), paths)| (item, paths))
        .collect();

    assert!(several.is_empty(), "{several:#?}");
}

fn strs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}
