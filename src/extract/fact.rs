//! The code that all extractors of a text share.

/// Declares an extractor of a text. A delivery without the text is rejected.
macro_rules! fact {
    ($(#[$doc:meta])* $name:ident, $text:ident, $is_signed:ident, $rejection:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name {
            text: String,
            is_signed: bool,
        }

        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.text
            }

            /// Returns the text itself.
            pub fn into_string(self) -> String {
                self.text
            }

            /// Returns `true` if the text is signed. Anyone who can replay a genuine delivery can
            /// change a text that is not signed.
            pub fn is_signed(&self) -> bool {
                self.is_signed
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.text)
            }
        }

        impl<S: Sync> super::FromDelivery<S> for $name {
            type Rejection = super::$rejection;

            async fn from_delivery(
                delivery: &crate::Delivery,
                _: &S,
            ) -> Result<Self, super::$rejection> {
                let text = delivery.$text().ok_or(super::$rejection)?.to_owned();
                Ok(Self { text, is_signed: delivery.$is_signed() })
            }
        }
    };
}

pub(super) use fact;
