//! Which places of a document a pass stops at, laid out once for each payload pointer.

use std::borrow::Cow;

use super::{Reads, Variant, found::Places};
use crate::{
    Field,
    request::{Node, segments},
};

/// A place of a document that a pass stops at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// The variant's payload.
    Payload,
    /// An event name, by its position in [`Places::names`].
    Name(usize),
    /// A delivery id, by its position in [`Places::ids`].
    Id(usize),
}

/// How the variants that share a payload pointer are read.
#[derive(Debug)]
pub(super) struct Plan {
    pointer: &'static [&'static str],
    /// Stops at the payload alone.
    pub(super) payload: Node<Place>,
    /// Stops at the payload, the name and the id. `None`: one of them lies inside the payload,
    /// which the variant's own type reads.
    pub(super) together: Option<Node<Place>>,
}

impl Plan {
    /// One plan for each payload pointer among `variants`.
    pub(super) fn all(variants: &[Variant], places: Places) -> Vec<Self> {
        let mut plans = Vec::<Self>::new();
        for variant in variants.iter().filter(|v| v.reads == Reads::Payload) {
            if !plans.iter().any(|plan| plan.reads(variant)) {
                plans.push(Self::new(variant.payload, places));
            }
        }
        plans
    }

    /// Whether it is the plan of `variant`.
    pub(super) fn reads(&self, variant: &Variant) -> bool {
        self.pointer == variant.payload
    }

    fn new(pointer: &'static [&'static str], places: Places) -> Self {
        let add_payload = |mut node: Node<Place>| {
            node.add(pointer.iter().map(|&key| Cow::Borrowed(key)), Place::Payload);
            node
        };
        Self {
            pointer,
            payload: add_payload(Node::new()),
            together: (!lies_inside(pointer, places)).then(|| add_payload(skim(places))),
        }
    }
}

/// Stops at the name and the id alone.
pub(super) fn skim(places: Places) -> Node<Place> {
    let mut root = Node::new();
    for (rank, pointer) in pointers(places.names) {
        root.add_pointer(pointer, Place::Name(rank));
    }
    for (rank, pointer) in pointers(places.ids) {
        root.add_pointer(pointer, Place::Id(rank));
    }
    root
}

/// The JSON pointers of `places`, each with its position.
pub(super) fn pointers(places: &[Field]) -> impl Iterator<Item = (usize, &'static str)> {
    let ranked = places.iter().enumerate();
    ranked.filter_map(|(rank, place)| match place {
        Field::Json(pointer) => Some((rank, *pointer)),
        _ => None,
    })
}

/// Whether the name or the id lies inside the value at `payload`, or is that value.
fn lies_inside(payload: &[&str], places: Places) -> bool {
    let all = pointers(places.names).chain(pointers(places.ids));
    all.into_iter().any(|(_, pointer)| {
        let mut way = segments(pointer);
        payload.iter().all(|key| way.next().as_deref() == Some(*key))
    })
}
