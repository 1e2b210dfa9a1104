//! Without the feature `metrics`, nothing is counted.

use std::{sync::Arc, time::Duration};

pub(crate) const fn delivered(_: &Arc<str>, _: &'static str, _: &'static str, _: Duration) {}

pub(crate) const fn replied(_: &Arc<str>, _: &'static str) {}

pub(crate) const fn refused(_: &Arc<str>, _: &'static str) {}

pub(crate) const fn limited(_: &Arc<str>, _: &'static str) {}

pub(crate) const fn gave_way() {}

pub(crate) const fn started(_: &Arc<str>, _: &Arc<str>, _: Duration) {}

pub(crate) const fn attempted(_: &Arc<str>, _: &Arc<str>, _: &'static str, _: Duration) {}
