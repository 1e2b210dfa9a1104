//! One pass over a JSON document that stops at chosen places and skips everything else.

use std::{borrow::Cow, fmt};

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// The action at the places of a [`Node`].
pub(crate) trait Sink<'de> {
    /// The name of a place.
    type Place: Copy;

    /// Reads the value at the places of `node`. It must read exactly that value.
    fn take<D: Deserializer<'de>>(
        &mut self,
        node: &Node<Self::Place>,
        value: D,
    ) -> Result<(), D::Error>;

    /// Notes that `member`, on the way to the places of `node`, occurs twice. The walk fails after it,
    /// unless it returns `true`: then the value is skipped.
    fn repeated(&mut self, member: &str, node: &Node<Self::Place>) -> bool;
}

/// The chosen places of a document, as the tree of their JSON pointers.
#[derive(Debug)]
pub(crate) struct Node<P> {
    places: Vec<P>,
    children: Vec<Child<P>>,
}

#[derive(Debug)]
struct Child<P> {
    key: Box<str>,
    /// `key` as the index of an array element, if it is one.
    index: Option<usize>,
    node: Node<P>,
}

impl<P> Node<P> {
    /// Makes a tree without places.
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new(), children: Vec::new() }
    }

    /// Adds the place that a JSON pointer (RFC 6901) leads to.
    pub(crate) fn add_pointer(&mut self, pointer: &'static str, place: P) {
        self.add(segments(pointer), place);
    }

    /// Adds the place that unescaped pointer segments lead to.
    pub(crate) fn add(&mut self, path: impl IntoIterator<Item = Cow<'static, str>>, place: P) {
        let node = path.into_iter().fold(self, |node, key| node.child(key));
        node.places.push(place);
    }

    /// Returns the places at this node.
    pub(crate) fn places(&self) -> &[P] {
        &self.places
    }

    /// Returns whether there is no place below this one.
    pub(crate) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// Returns whether `condition` is true of all places at this node and below it.
    pub(crate) fn all(&self, condition: fn(&P) -> bool) -> bool {
        self.places.iter().all(condition) && self.children.iter().all(|it| it.node.all(condition))
    }

    /// Hands each place at this node and below it to `visit`.
    pub(super) fn each(&self, visit: &mut impl FnMut(&P)) {
        self.places.iter().for_each(&mut *visit);
        self.children.iter().for_each(|child| child.node.each(visit));
    }

    /// Returns the node at `position` below this one.
    pub(crate) fn below(&self, position: usize) -> &Self {
        &self.children[position].node
    }

    /// Returns the position of the member `key` among the places below this one.
    pub(crate) fn position(&self, key: &str) -> Option<usize> {
        self.children.iter().position(|child| *child.key == *key)
    }

    /// Returns the node below this one for the element at `index` of an array, if there is one.
    pub(crate) fn element(&self, index: usize) -> Option<&Self> {
        self.children.iter().find(|child| child.index == Some(index)).map(|child| &child.node)
    }

    fn child(&mut self, key: Cow<'static, str>) -> &mut Self {
        let at = self.position(&key).unwrap_or(self.children.len());
        if at == self.children.len() {
            assert!(at < MAX_CHILDREN, "more than 64 places in one JSON object");
            let index = array_index(&key);
            self.children.push(Child { key: key.into(), index, node: Self::new() });
        }
        &mut self.children[at].node
    }
}

/// The members of an object that were met, by their position among the places below it.
#[derive(Debug, Default)]
pub(crate) struct Seen(u64);

impl Seen {
    /// Notes a member, and says whether it is met for the first time.
    pub(crate) const fn is_first(&mut self, position: usize) -> bool {
        let bit = 1 << position;
        let is_first = self.0 & bit == 0;
        self.0 |= bit;
        is_first
    }
}

/// Returns the unescaped segments of a JSON pointer. The pointer to the whole document, `""`, has
/// none.
pub(crate) fn segments(pointer: &'static str) -> impl Iterator<Item = Cow<'static, str>> {
    pointer.split('/').skip(1).map(|segment| {
        if segment.contains('~') {
            Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(segment)
        }
    })
}

/// Walks `document` once, handing each place of `root` to `sink`.
///
/// # Errors
///
/// Fails if the document is not JSON or something follows it, if a member on the way to a place
/// occurs twice, or if the sink fails.
pub(crate) fn walk<'de, S: Sink<'de>>(
    document: &'de str,
    root: &Node<S::Place>,
    sink: &mut S,
) -> serde_json::Result<()> {
    #[cfg(test)]
    WALKED.set(WALKED.get() + document.len());
    let mut json = serde_json::Deserializer::from_str(document);
    Walk { node: root, sink }.deserialize(&mut json)?;
    json.end()
}

/// Walks the value at the places of `node` for those below them.
///
/// # Errors
///
/// As [`walk`].
pub(super) fn walk_below<'de, S: Sink<'de>>(
    value: &'de str,
    node: &Node<S::Place>,
    sink: &mut S,
) -> serde_json::Result<()> {
    serde_json::Deserializer::from_str(value).deserialize_any(Walk { node, sink })
}

#[cfg(test)]
thread_local! {
    /// The bytes of the documents that were walked on this thread.
    pub(crate) static WALKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

struct Walk<'w, P, S> {
    node: &'w Node<P>,
    sink: &'w mut S,
}

impl<'de, S: Sink<'de>> DeserializeSeed<'de> for Walk<'_, S::Place, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        if self.node.places.is_empty() {
            return value.deserialize_any(self);
        }
        self.sink.take(self.node, value)
    }
}

/// A value that is neither object nor array has nothing below it, so nothing is found there.
impl<'de, S: Sink<'de>> Visitor<'de> for Walk<'_, S::Place, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::default();
        while let Some(child) = map.next_key_seed(Key(self.node))? {
            let Some(at) = child else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let child = &self.node.children[at];
            if !seen.is_first(at) {
                if self.sink.repeated(&child.key, &child.node) {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                return Err(A::Error::custom("repeated member"));
            }
            map.next_value_seed(Walk { node: &child.node, sink: &mut *self.sink })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        for at in 0.. {
            let more = match self.node.element(at) {
                Some(node) => elements.next_element_seed(Walk { node, sink: &mut *self.sink })?,
                None => elements.next_element::<IgnoredAny>()?.map(drop),
            };
            if more.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a member's name: which child of the node it is, if any.
struct Key<'w, P>(&'w Node<P>);

impl<'de, P> DeserializeSeed<'de> for Key<'_, P> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Option<usize>, D::Error> {
        key.deserialize_str(self)
    }
}

impl<P> Visitor<'_> for Key<'_, P> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<usize>, E> {
        Ok(self.0.position(key))
    }
}

/// As many as there are bits to note which of them were seen.
const MAX_CHILDREN: usize = u64::BITS as usize;

/// RFC 6901: decimal digits without leading zeros.
fn array_index(segment: &str) -> Option<usize> {
    let canonical = segment == "0" || !segment.starts_with(['0', '+']);
    canonical.then(|| segment.parse().ok()).flatten()
}
