//! The promises of the inbox, each kept by a whole receiver on SQLite: HTTP in, handlers run, rows on
//! disk. `src/inbox/promises.md` lists them.

mod keeping;
mod kit;
mod looking;
mod ordering;
mod running;
