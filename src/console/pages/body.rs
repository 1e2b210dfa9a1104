//! A body: pretty, and as it came.

use maud::{Markup, html};

use super::{page::Page, text};
use crate::console::data::{BodyForm, BodyView};

/// Shows a body. `raw` holds all of its bytes, and the path to download them.
pub(super) fn section(page: &Page, body: &BodyView, raw: Option<(&[u8], &str)>) -> Markup {
    let raw = raw.filter(|_| !body.is_hidden && body.size > 0);
    html! {
        section aria-labelledby="body" {
            h2 #body { "Body" }
            p .muted { (description(body)) }
            @if body.size > 0 {
                pre tabindex="0" aria-labelledby="body" { (text::lines(&body.text)) }
            }
            @if let Some((bytes, path)) = raw {
                div .actions {
                    a .button href=(page.link(path)) download { "Download" }
                }
                @if body.form == BodyForm::Json {
                    details {
                        summary { "As it came" }
                        pre tabindex="0" aria-label="Raw body" { (text::lines(&String::from_utf8_lossy(bytes))) }
                    }
                }
            }
        }
    }
}

fn description(body: &BodyView) -> String {
    let form = match body.form {
        _ if body.size == 0 => return "It is empty.".to_owned(),
        BodyForm::Json => "JSON, indented",
        BodyForm::Text => "text as it came",
        BodyForm::Hex => "no text, in hexadecimal",
        BodyForm::Base64 => "no text, in Base64",
    };
    let hidden = if body.is_hidden { "; a credential in it is hidden" } else { "" };
    let cut = if body.is_cut { "; this is its beginning" } else { "" };
    format!("{}, {form}{hidden}{cut}", text::bytes(body.size))
}
