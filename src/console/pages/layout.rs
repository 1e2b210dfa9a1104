//! The frame of every page: head, navigation and the place of the content.

use std::time::SystemTime;

use axum::response::Html;
use maud::{DOCTYPE, Markup, html};

use super::{icon, section::Section, time};
use crate::console::{
    access::{FORM_TOKEN, LOG_OUT, Viewer},
    assets::{SCRIPT, STYLE},
    mount::Mount,
};

/// The number beside a section in the navigation.
pub(super) type Counter = (Section, u64);

/// A page with the navigation, for those who have logged in.
pub(super) struct Frame<'a> {
    pub(super) mount: &'a Mount,
    pub(super) viewer: &'a Viewer,
    pub(super) title: &'a str,
    pub(super) section: Option<Section>,
    pub(super) counters: &'a [Counter],
    pub(super) now: SystemTime,
}

impl Frame<'_> {
    /// Puts content into the page. A message of the last action comes before it.
    pub(super) fn around(&self, content: &Markup) -> Html<String> {
        let message = self.viewer.message();
        document(
            self.mount,
            self.title,
            &html! {
                a .skip href="#content" { "Skip to the content" }
                div .frame data-now=(time::machine(self.now)) {
                    (self.navigation())
                    main #content tabindex="-1" {
                        @if let Some(message) = message {
                            p .flash role="status" { (icon::beside(self.mount, "info")) span { (message) } }
                        }
                        (content)
                    }
                }
            },
        )
    }

    fn navigation(&self) -> Markup {
        html! {
            header .side {
                a .brand href=(self.mount.link("/")) { (icon::beside(self.mount, "logo")) "hookport" }
                nav aria-label="Sections" { ul { @for section in Section::ALL { (self.entry(section)) } } }
                (self.person())
            }
        }
    }

    fn entry(&self, section: Section) -> Markup {
        let count =
            self.counters.iter().find(|(of, _)| *of == section).map_or(0, |(_, count)| *count);
        html! {
            li {
                a href=(self.mount.link(section.path()))
                    aria-current=[(self.section == Some(section)).then_some("page")] {
                    (icon::beside(self.mount, section.icon()))
                    span { (section.name()) }
                    span .count data-counter=(section.icon()) hidden[count == 0] { (count) }
                }
            }
        }
    }

    fn person(&self) -> Markup {
        html! {
            form .person method="post" action=(self.mount.link(LOG_OUT)) {
                input type="hidden" name=(FORM_TOKEN) value=(self.viewer.form_token());
                span .role { @if self.viewer.role().may_act() { "Full access" } @else { "Read only" } }
                button .quiet type="submit" { (icon::beside(self.mount, "log-out")) "Log out" }
            }
        }
    }
}

/// Makes a whole document.
pub(super) fn document(mount: &Mount, title: &str, body: &Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · hookport" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(mount.link(STYLE.path()));
                script src=(mount.link(SCRIPT.path())) defer {}
            }
            body { (body) }
        }
    };
    Html(page.into_string())
}
