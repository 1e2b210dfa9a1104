//! The places of a document that a pass reads, one plan for each payload pointer.

use std::borrow::Cow;

use super::{Reads, Variant, found::Places};
use crate::request::{Node, segments};

/// A place of a document that a pass reads.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// The variant's payload.
    Payload,
    /// An event name, or the first of its two values, by its position in [`Places::names`].
    Name(usize),
    /// The second value of an event name, by its position in [`Places::names`].
    Second(usize),
    /// A delivery id, by its position in [`Places::ids`].
    Id(usize),
    /// A tenant, by its position in [`Places::tenants`].
    Tenant(usize),
}

/// The plans of all variants.
#[derive(Debug)]
pub(super) struct Plans {
    plans: Vec<Plan>,
    /// The position of each variant's plan; `None` if the variant has no payload.
    by_variant: Vec<Option<usize>>,
}

/// The plan for the variants that share a payload pointer.
#[derive(Debug)]
pub(super) struct Plan {
    pointer: &'static [&'static str],
    /// Reads the payload alone.
    pub(super) payload: Node<Place>,
    /// Reads the payload, the name, the id and the tenant. `None` if one of the three is the payload
    /// itself.
    pub(super) together: Option<Node<Place>>,
}

impl Plans {
    /// Makes one plan for each payload pointer among `variants`.
    pub(super) fn new(variants: &[Variant], places: Places) -> Self {
        let mut plans = Vec::<Plan>::new();
        let mut plan_of = |variant: &Variant| {
            let same = plans.iter().position(|plan| plan.pointer == variant.payload);
            same.unwrap_or_else(|| {
                plans.push(Plan::new(variant.payload, places));
                plans.len() - 1
            })
        };
        let by_variant = variants.iter();
        let by_variant = by_variant.map(|v| (v.reads == Reads::Payload).then(|| plan_of(v)));
        Self { by_variant: by_variant.collect(), plans }
    }

    /// Returns the plan of a variant; `None` if the variant has no payload.
    pub(super) fn of(&self, variant: usize) -> Option<&Plan> {
        Some(&self.plans[self.by_variant[variant]?])
    }
}

impl Plan {
    fn new(pointer: &'static [&'static str], places: Places) -> Self {
        let add_payload = |mut node: Node<Place>| {
            node.add(pointer.iter().map(|&key| Cow::Borrowed(key)), Place::Payload);
            node
        };
        Self {
            pointer,
            payload: add_payload(Node::new()),
            together: are_apart(pointer, places).then(|| add_payload(skim(places))),
        }
    }
}

/// Makes the tree that reads the name, the id and the tenant alone.
pub(super) fn skim(places: Places) -> Node<Place> {
    let mut root = Node::new();
    for (place, pointer) in pointers(places) {
        root.add_pointer(pointer, place);
    }
    root
}

/// Returns the JSON pointers of `places`.
pub(super) fn pointers(places: Places) -> impl Iterator<Item = (Place, &'static str)> {
    let names = places.names.iter().enumerate().flat_map(|(rank, place)| {
        let first = place.first().pointer().map(|pointer| (Place::Name(rank), pointer));
        let second = place.second().and_then(|(second, _)| second.pointer());
        first.into_iter().chain(second.map(|pointer| (Place::Second(rank), pointer)))
    });
    let ids = places.ids.iter().enumerate();
    let ids = ids.filter_map(|(rank, place)| Some((Place::Id(rank), place.pointer()?)));
    let tenants = places.tenants.iter().enumerate();
    let tenants = tenants.filter_map(|(rank, at)| Some((Place::Tenant(rank), at.pointer()?)));
    names.chain(ids).chain(tenants)
}

/// Returns `true` if no name, no id and no tenant is the payload itself.
fn are_apart(payload: &[&str], places: Places) -> bool {
    pointers(places).all(|(_, pointer)| !segments(pointer).eq(payload.iter().copied()))
}
