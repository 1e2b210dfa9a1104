//! The extractor of the tenant.

use super::fact::fact;

fact! {
    /// The tenant of the delivery: see [`Delivery::tenant`](crate::Delivery::tenant). It may or may not
    /// be signed.
    ///
    /// A delivery without a tenant is rejected with [`MissingTenant`](super::MissingTenant), unless the
    /// handler asks for `Option<Tenant>`.
    ///
    /// ```
    /// use hookport::{event_types::routal::Plan, extract::Tenant};
    ///
    /// async fn on_plan(plan: Plan, project: Tenant) {
    ///     println!("project {project}: plan {:?}", plan.label);
    /// }
    /// # drop(on_plan);
    /// ```
    Tenant, tenant, tenant_is_signed, MissingTenant
}
