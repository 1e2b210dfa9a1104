//! What the extractors of a text that may be under the signature share.

/// Declares an extractor of a text, which the delivery has or else is rejected.
macro_rules! fact {
    ($(#[$doc:meta])* $name:ident, $text:ident, $is_signed:ident, $rejection:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name {
            text: String,
            is_signed: bool,
        }

        impl $name {
            /// Its text.
            pub fn as_str(&self) -> &str {
                &self.text
            }

            /// Takes its text out.
            pub fn into_string(self) -> String {
                self.text
            }

            /// Whether it is under the signature. What is not can be changed by anyone who can
            /// replay a genuine delivery.
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
