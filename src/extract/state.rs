//! The extractor of the state.

use std::convert::Infallible;

use super::FromDelivery;
use crate::Delivery;

#[cfg(feature = "axum")]
pub use axum::extract::{FromRef, State};
#[cfg(not(feature = "axum"))]
pub use own::{FromRef, State};

impl<S: Sync, T: FromRef<S>> FromDelivery<S> for State<T> {
    type Rejection = Infallible;

    async fn from_delivery(_: &Delivery, state: &S) -> Result<Self, Infallible> {
        Ok(Self(T::from_ref(state)))
    }
}

/// The types for builds without axum.
#[cfg(not(feature = "axum"))]
mod own {
    /// The state of [`EventRouter::with_state`](crate::EventRouter::with_state), or a part of it.
    ///
    /// With the feature `axum` this is `axum::extract::State`.
    ///
    /// ```
    /// use hookport::extract::{FromRef, State};
    ///
    /// #[derive(Clone)]
    /// struct Db;
    ///
    /// #[derive(Clone)]
    /// struct App {
    ///     db: Db,
    /// }
    ///
    /// impl FromRef<App> for Db {
    ///     fn from_ref(app: &App) -> Self {
    ///         app.db.clone()
    ///     }
    /// }
    ///
    /// async fn on_order(order: serde_json::Value, State(db): State<Db>, State(app): State<App>) {}
    /// # drop(on_order);
    /// ```
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct State<T>(pub T);

    /// A part of the state `S`, taken by cloning. Every type that is `Clone` is a part of itself.
    ///
    /// With the feature `axum` this is `axum::extract::FromRef`.
    /// ```
    /// use hookport::extract::FromRef;
    ///
    /// #[derive(Debug, Clone, PartialEq)]
    /// struct Db(u32);
    ///
    /// struct App {
    ///     db: Db,
    /// }
    ///
    /// impl FromRef<App> for Db {
    ///     fn from_ref(app: &App) -> Self {
    ///         app.db.clone()
    ///     }
    /// }
    ///
    /// assert_eq!(Db::from_ref(&App { db: Db(1) }), Db(1));
    /// ```
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a part of the state `{S}`",
        label = "not a part of `{S}`",
        note = "give a `{Self}` to `EventRouter::with_state`, or implement `FromRef<{S}>` for it"
    )]
    pub trait FromRef<S> {
        /// Takes the part out of the whole.
        fn from_ref(state: &S) -> Self;
    }

    #[diagnostic::do_not_recommend]
    impl<T: Clone> FromRef<T> for T {
        fn from_ref(state: &T) -> Self {
            state.clone()
        }
    }
}
