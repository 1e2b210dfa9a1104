//! The extractor of a segment of the path.

use std::str::FromStr;

use super::{FromDelivery, SegmentRejection};
use crate::{Delivery, Field};

/// A segment of the path, counted from its end: `Segment<0>` is the last one. Its escapes are
/// decoded. The value is a `String`, or a `T` that is parsed from the segment.
///
/// Segments are counted from the end because a handler knows no route: a prefix that a router cut
/// off, or that a proxy added, changes nothing. The inbox has the same path. A segment may be a
/// secret, if the sender puts its token there.
///
/// The body is not read; only the parts of the `T` are allocated.
///
/// A path without the segment, or with a segment that is not a `T`, is rejected with a
/// [`SegmentRejection`], and the delivery becomes a dead letter.
///
/// ```
/// use hookport::extract::Segment;
///
/// /// For `/hooks/{tenant}/stripe/{version}`.
/// async fn on_order(
///     order: serde_json::Value,
///     Segment(tenant): Segment<2>,
///     Segment(version): Segment<0, u32>,
/// ) {
///     println!("{order} of {tenant} in version {version}");
/// }
/// # drop(on_order);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Segment<const N: usize, T = String>(pub T);

impl<S: Sync, const N: usize, T: FromStr + Send> FromDelivery<S> for Segment<N, T> {
    type Rejection = SegmentRejection;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, SegmentRejection> {
        let at = Field::PathSegment(N);
        let text = at.find_in(&delivery.input())?;
        let text = text.ok_or(SegmentRejection::Missing { at })?;
        text.parse().map(Self).map_err(|_| SegmentRejection::Unexpected { at })
    }
}
