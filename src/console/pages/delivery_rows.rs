//! The rows of a list of deliveries, for the page and for its updates.

use std::time::SystemTime;

use maud::{Markup, html};

use super::{links, state, text, time, verb::verb};
use crate::{
    console::{
        data::{Connection, DeliverySummary},
        mount::Mount,
    },
    inbox::{Inbox, Overview},
};

/// The things that a row is made with, besides its delivery.
pub(super) struct Surroundings<'a> {
    pub(super) mount: &'a Mount,
    pub(super) inbox: &'a Inbox,
    pub(super) overview: &'a Overview,
    pub(super) now: SystemTime,
}

/// Makes the rows.
pub(super) fn of(around: &Surroundings<'_>, found: &Connection<DeliverySummary>) -> Markup {
    html! { @for delivery in found.nodes() { (row(around, delivery)) } }
}

fn row(around: &Surroundings<'_>, delivery: &DeliverySummary) -> Markup {
    let mount = around.mount;
    html! {
        tr id={ "delivery-" (delivery.id) } {
            th scope="row" data-label="Delivery" {
                span {
                    a href=(mount.link(&links::delivery(delivery.id))) { "#" (delivery.id) }
                    @if let Some(id) = &delivery.sender_id { span .sub.mono.break { (text::name(id)) } }
                }
            }
            td data-label="Event" {
                span .break {
                    @match &delivery.event {
                        Some(event) => { (verb(mount, event)) (text::name(event)) }
                        None => span .muted { "no name" },
                    }
                    span .sub { (text::name(&delivery.endpoint)) " · " (text::name(&delivery.provider)) }
                }
            }
            td data-label="State" { span .icons { (states(around, delivery)) } }
            td data-label="Proof" { span { (state::trust(delivery.trust)) } }
            td .break data-label="Tenant" { @if let Some(tenant) = &delivery.tenant { span { (text::name(tenant)) } } }
            td .nowrap data-label="Received" { (time::ago(delivery.received_at.get(), around.now)) }
            td .end.nowrap data-label="Size" { span { (text::bytes(delivery.size)) } }
        }
    }
}

/// Shows the state, and whether the endpoint is paused for which a delivery waits.
fn states(around: &Surroundings<'_>, delivery: &DeliverySummary) -> Markup {
    let is_waiting = ["open", "retry"].contains(&delivery.state);
    html! {
        (state::of_delivery(around.mount, around.inbox, delivery))
        @if is_waiting && around.overview.is_paused(&delivery.endpoint) { (state::paused(around.mount)) }
    }
}
