//! The console: pages and a JSON API that show an inbox.

pub mod data;
