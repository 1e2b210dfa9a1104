//! The headers of a request. Credentials among them are hidden.

use maud::{Markup, html};

use super::text;
use crate::console::data::HeaderView;

/// Shows all headers.
pub(super) fn section(headers: &[HeaderView]) -> Markup {
    html! {
        section aria-labelledby="headers" {
            h2 #headers { "Headers" }
            @if headers.is_empty() {
                p .muted { "There are none." }
            } @else {
                div .scroll.as-cards {
                    table {
                        caption { "Signatures, tokens and cookies are hidden" }
                        thead { tr { th scope="col" { "Name" } th scope="col" { "Value" } } }
                        tbody { @for header in headers { (row(header)) } }
                    }
                }
            }
        }
    }
}

fn row(header: &HeaderView) -> Markup {
    html! {
        tr {
            th .mono scope="row" data-label="Name" { span { (text::line(&header.name)) } }
            td .mono.break data-label="Value" {
                span .muted[header.is_hidden] { (text::line(&header.value)) }
            }
        }
    }
}
