//! Icons: symbols of one SVG file.

use maud::{Markup, html};

use crate::console::{assets::ICONS, mount::Mount};

/// Shows an icon beside a text that says the same.
pub(super) fn beside(mount: &Mount, name: &str) -> Markup {
    html! {
        svg .icon aria-hidden="true" focusable="false" {
            use href=(reference(mount, name)) {}
        }
    }
}

/// Shows an icon alone, which a screen reader reads as `label`.
pub(super) fn alone(mount: &Mount, name: &str, label: &str) -> Markup {
    html! {
        span .icon-alone title=(label) {
            (beside(mount, name))
            span .visually-hidden { (label) }
        }
    }
}

fn reference(mount: &Mount, name: &str) -> String {
    format!("{}#{name}", mount.link(ICONS.path()))
}
