//! The comparison of both sides.

use super::{
    Source, Target,
    error::CopyError,
    on_thread,
    progress::{CopiedTable, CopyProgress, CopyStep},
    tables::TABLES,
};

/// Compares table by table, both sides at the same time.
pub(super) async fn compare(
    mut source: Source,
    target: &Target,
    on_progress: &mut (impl FnMut(CopyProgress) + Send),
) -> Result<(Source, Vec<CopiedTable>), CopyError> {
    let (shift, of) = (target.shift(), source.total());
    let (mut compared, mut rows) = (Vec::new(), 0);
    for table in &TABLES {
        on_progress(CopyProgress { step: CopyStep::Comparing, rows, of });
        let summing = on_thread(move || Ok((source.sum(table, shift)?, source)));
        let there = target.sum(table).await?;
        let (here, unused) = summing.await?;
        source = unused;
        if here != there {
            let (schema, table) = (target.schema().to_owned(), table.name);
            return Err(CopyError::Differs { schema, table, here: here.0, there: there.0 });
        }
        rows += here.0;
        compared.push(CopiedTable { name: table.name, rows: here.0, checksum: here.1 });
    }
    Ok((source, compared))
}
