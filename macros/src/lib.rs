//! The derive macro of hookport. Its documentation is in the `hookport` crate.
