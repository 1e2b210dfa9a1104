//! axum's responses as replies.

use axum::response::{Html, IntoResponse, Response};

use super::{Handled, IntoOutcome, Outcome};
use crate::Reply;

// One implementation for everything that is `IntoResponse` would take `()` and `Result`, too.
macro_rules! reply {
    ($([$($T:ident),*] $response:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($T,)*> IntoOutcome for $response
        where
            Self: IntoResponse,
        {
            const REPLIES: bool = true;

            fn into_outcome(self) -> Outcome {
                self.into_handled().into_parts().0
            }

            fn into_handled(self) -> Handled {
                Handled::replied(Reply::from_response(self.into_response()))
            }
        }
    )*};
}

reply! {
    [] Response,
    [T] axum::Json<T>,
    [T] Html<T>,
    [A, B] (A, B),
    [A, B, C] (A, B, C),
    [A, B, C, D] (A, B, C, D),
}
