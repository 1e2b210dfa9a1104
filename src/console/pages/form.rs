//! Forms: each holds the token of its session.

use maud::{Markup, html};

use super::page::Page;

/// Makes a button that posts fields to a path of the console.
pub(super) fn button(
    page: &Page,
    path: &str,
    fields: &[(&str, &str)],
    label: &Markup,
    class: &str,
) -> Markup {
    html! {
        form method="post" action=(page.link(path)) {
            (page.form_token())
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            button .(class) type="submit" { (label) }
        }
    }
}
