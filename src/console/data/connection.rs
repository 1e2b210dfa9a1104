//! Pages of lists, in the form of a GraphQL connection.

use serde::Serialize;

use crate::inbox::Cursor;

/// A page of a list, in the form of Zonos' `webhookLogs`.
///
/// A page may hold fewer nodes than were asked for, even none, and not be the last one: go on until
/// [`has_next_page`](PageInfo::has_next_page) is false.
///
/// ```
/// use hookport::console::data::Connection;
/// use hookport::inbox::Cursor;
///
/// let page = Connection::new([(7, "seven"), (5, "five")], Some(Cursor::behind(5)));
/// let json = serde_json::to_value(&page)?;
/// assert_eq!(json["edges"][0]["node"], "seven");
/// assert_eq!(json["pageInfo"]["endCursor"], "5");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Connection<T> {
    /// The nodes of the page, each with its place.
    pub edges: Vec<Edge<T>>,
    /// The place of the next page.
    pub page_info: PageInfo,
}

/// A node of a list, with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Edge<T> {
    /// The place: the page behind it begins with the next node.
    pub cursor: String,
    /// The node.
    pub node: T,
}

/// The place of the next page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageInfo {
    /// True if there may be more.
    pub has_next_page: bool,
    /// The value of `after` that gets the next page; the end of this one if it is the last, and `None`
    /// if that is empty.
    pub end_cursor: Option<String>,
}

impl<T> Connection<T> {
    /// Makes a page of numbered nodes. `next` is the place of the next page; `None` at the end.
    pub fn new(nodes: impl IntoIterator<Item = (u64, T)>, next: Option<Cursor>) -> Self {
        let edge = |(number, node)| Edge { cursor: Cursor::behind(number).to_string(), node };
        let edges: Vec<_> = nodes.into_iter().map(edge).collect();
        let last = || edges.last().map(|edge| edge.cursor.clone());
        let end_cursor = next.map(|next| next.to_string()).or_else(last);
        Self { page_info: PageInfo { has_next_page: next.is_some(), end_cursor }, edges }
    }

    /// Returns the nodes without their places.
    pub fn nodes(&self) -> impl Iterator<Item = &T> {
        self.edges.iter().map(|edge| &edge.node)
    }
}
