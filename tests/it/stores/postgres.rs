//! The store in a Postgres database.

use std::sync::Arc;

use hookport::{inbox::Store, stores::postgres::PostgresOptions};

use crate::kit::Postgres;

hookport::store_conformance!(conformance, {
    let server = Postgres::shared();
    let schema = server.new_schema();
    move || {
        let opened = PostgresOptions::at(server.url()).schema(&*schema).connections(6).open();
        async move {
            let store: Arc<dyn Store> = Arc::new(opened.await.unwrap());
            store
        }
    }
});
