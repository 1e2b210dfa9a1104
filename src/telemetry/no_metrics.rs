//! Without the feature `metrics`, nothing is counted.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

pub(crate) const fn delivered(_: &Arc<str>, _: &Arc<str>, _: &'static str, _: Duration) {}

pub(crate) const fn last_delivered(_: &Arc<str>, _: &Arc<str>, _: SystemTime) {}

pub(crate) const fn failing(_: &Arc<str>, _: &'static str, _: Option<SystemTime>) {}

pub(crate) const fn gives_up(_: &Arc<str>, _: Duration) {}

pub(crate) const fn replied(_: &Arc<str>, _: &'static str) {}

pub(crate) const fn refused(_: &Arc<str>, _: &'static str) {}

pub(crate) const fn limited(_: &Arc<str>, _: &'static str) {}

pub(crate) const fn gave_way() {}

pub(crate) const fn started(_: &Arc<str>, _: &Arc<str>, _: Duration) {}

pub(crate) const fn attempted(_: &Arc<str>, _: &Arc<str>, _: &'static str, _: Duration) {}
