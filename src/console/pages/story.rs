//! The verification story: how a delivery was proved, step by step.

use maud::{Markup, html};

use super::{icon, page::Page, state, text, time};
use crate::console::data::{DeliveryView, ProofToday};

/// Tells the story of a delivery.
pub(super) fn of(page: &Page, view: &DeliveryView) -> Markup {
    let proof = &view.verification;
    let was_proved = ["signed", "token"].contains(&proof.trust);
    let level = if was_proved { "good" } else { "warn" };
    // What an endpoint takes from anybody does not fail today.
    let today = proof.today.as_ref().filter(|today| today.is_proved || was_proved);
    html! {
        ol .steps {
            (step(page, level, &html! {
                strong { (state::trust(proof.trust)) }
                @for sentence in &proof.proof { span .sub { (text::sentence(sentence)) } }
            }))
            @if !proof.covers.is_empty() {
                (step(page, "plain", &html! {
                    "The proof covers"
                    @for (at, covered) in proof.covers.iter().enumerate() {
                        span .sub { @if at > 0 { "or " } (text::sentence(covered)) }
                    }
                }))
            }
            @if let Some(position) = proof.secret_position {
                (step(page, "good", &html! { "Secret " (position) " of the endpoint matched" }))
            }
            @if let Some(sent_at) = proof.sent_at {
                (step(page, "good", &html! { "Signed " (time::full(sent_at.get(), page.now)) }))
            }
            (covered(page, "The event's name", view.summary.event.is_some(), proof.event_is_signed))
            (covered(page, "The sender's id", view.summary.sender_id.is_some(), proof.sender_id_is_signed))
            (covered(page, "The tenant", view.summary.tenant.is_some(), proof.tenant_is_signed))
            @if let Some(today) = today { (step(page, mark(today), &now(today))) }
        }
    }
}

/// Tells what the secrets of today say of a request.
pub(super) fn now(today: &ProofToday) -> Markup {
    html! {
        @if today.is_proved {
            "The secrets of today prove it"
            @if let Some(secret) = &today.secret { " (" (text::name(secret)) ")" }
        } @else {
            "The secrets of today do not prove it"
            @if let Some(diagnosis) = &today.diagnosis {
                p { strong { @if diagnosis.is_proved { "The cause" } @else { "The likely cause" } } }
                (text::clauses(&diagnosis.text))
            } @else if let Some(reason) = &today.reason {
                span .sub { (text::sentence(reason)) }
            }
        }
    }
}

/// Returns the mark of a proof.
pub(super) fn mark(today: &ProofToday) -> &'static str {
    if today.is_proved { "good" } else { "bad" }
}

/// Shows one step.
pub(super) fn step(page: &Page, mark: &str, content: &Markup) -> Markup {
    let icon = match mark {
        "good" => "done",
        "bad" => "dead",
        "warn" => "dead-letters",
        _ => "info",
    };
    html! {
        li { span .mark.(mark) { (icon::beside(&page.mount, icon)) } div { (content) } }
    }
}

fn covered(page: &Page, what: &str, is_there: bool, is_signed: bool) -> Markup {
    html! {
        @if is_there {
            @if is_signed {
                (step(page, "good", &html! { (what) " is under the signature" }))
            } @else {
                (step(page, "warn", &html! { (what) " is not under a signature: who can send it again can change it" }))
            }
        }
    }
}
