//! As many events as a service cares about.

stripe_events! {
    ChargeFailed(Charge) = "charge.failed",
    ChargeSucceeded(Charge) = "charge.succeeded",
    CustomerCreated(Customer) = "customer.created",
    CustomerUpdated(Customer) = "customer.updated",
    CustomerDeleted(Customer) = "customer.deleted",
    InvoiceCreated(Invoice) = "invoice.created",
    InvoiceUpdated(Invoice) = "invoice.updated",
    PaymentIntentCreated(PaymentIntent) = "payment_intent.created",
    PaymentIntentFailed(PaymentIntent) = "payment_intent.failed",
    PaymentIntentSucceeded(PaymentIntent) = "payment_intent.succeeded",
}
