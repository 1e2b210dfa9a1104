//! A row of the file, as bytes of the binary form of `COPY`.

use std::str;

use rusqlite::{Row, types::ValueRef};

use super::table::{Kind, Table};
use crate::{
    BoxError,
    inbox::StoreError,
    stores::postgres::{line, stored},
};

/// Appends the columns of a row, each with its length before it.
pub(super) fn append(
    table: &Table,
    row: &Row<'_>,
    shift: i64,
    bytes: &mut Vec<u8>,
) -> Result<(), StoreError> {
    for (at, (name, kind)) in table.columns.iter().enumerate() {
        let value = row.get_ref(at)?;
        if value == ValueRef::Null {
            bytes.extend((-1_i32).to_be_bytes());
            continue;
        }
        let begin = bytes.len();
        bytes.extend([0; 4]);
        append_value(*kind, value, row, shift, bytes)
            .ok_or_else(|| unexpected(table.name, name))?;
        let length = i32::try_from(bytes.len() - begin - 4);
        let length = length.map_err(|_| unexpected(table.name, name))?;
        bytes[begin..begin + 4].copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}

fn append_value(
    kind: Kind,
    value: ValueRef<'_>,
    row: &Row<'_>,
    shift: i64,
    bytes: &mut Vec<u8>,
) -> Option<()> {
    match (kind, value) {
        (Kind::Small, ValueRef::Integer(number)) => {
            bytes.extend(i16::try_from(number).ok()?.to_be_bytes());
        }
        (Kind::Int, ValueRef::Integer(number)) => {
            bytes.extend(i32::try_from(number).ok()?.to_be_bytes());
        }
        (Kind::Big, ValueRef::Integer(number)) => bytes.extend(number.to_be_bytes()),
        (Kind::Time, ValueRef::Integer(time)) => {
            bytes.extend(time.saturating_add(shift).to_be_bytes());
        }
        (Kind::Flag, ValueRef::Integer(flag)) => bytes.push(u8::from(flag != 0)),
        (Kind::Name, ValueRef::Text(name)) => bytes.extend_from_slice(name),
        (Kind::Text, ValueRef::Text(text)) => {
            bytes.extend_from_slice(stored(str::from_utf8(text).ok()?).as_bytes());
        }
        (Kind::Bytes, ValueRef::Blob(blob)) => bytes.extend_from_slice(blob),
        (Kind::Line(endpoint), ValueRef::Text(key)) => {
            let endpoint = row.get(endpoint).ok()?;
            bytes.extend(line(endpoint, str::from_utf8(key).ok()?));
        }
        _ => return None,
    }
    Some(())
}

fn unexpected(table: &str, column: &str) -> StoreError {
    StoreError::Unexpected(BoxError::from(format!("malformed {column} in {table}")))
}
