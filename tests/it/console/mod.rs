//! The console.

mod data;
