use hookport::{
    Endpoint, InboxEndpoint, Receiver, Field, inbox::OrderingKey, receiver::ReceiverError,
    stores::sqlite::{Tx, rusqlite},
};

async fn on_paid(intent: PaymentIntent, tx: Tx) {
    // These rows and "done" are one commit: exactly once, even if the process is killed here.
    tx.defer(move |db| -> rusqlite::Result<()> {
        db.execute("UPDATE orders SET paid = 1 WHERE intent = ?1", [intent.id])?;
        Ok(())
    });
}

async fn serve(stripe: Endpoint<StripeEvent>) -> Result<(), ReceiverError> {
    let one_by_one = OrderingKey::field(Field::Json("/data/object/id"));
    Receiver::open("sqlite:hookport.db").await? // 2xx means it is in this file, and synced
        .endpoint("/stripe", InboxEndpoint::new(stripe).ordered_by(one_by_one))
        .serve("0.0.0.0:8080").await?; // until SIGTERM; then what runs is brought to its end
    Ok(())
}
