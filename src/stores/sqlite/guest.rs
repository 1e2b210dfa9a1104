//! The limits of a user's closure in the store's transaction.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use rusqlite::{
    Connection,
    hooks::{AuthAction, AuthContext, Authorization},
};

use super::schema::PREFIX;

/// Guards a connection: a closure may write to its own tables, but neither end the transaction, nor
/// change the settings of the connection, nor write to the inbox.
#[derive(Debug, Clone)]
pub(super) struct Guard(Arc<GuardFlags>);

#[derive(Debug, Default)]
struct GuardFlags {
    /// A closure is running.
    guest: AtomicBool,
    /// It lost the transaction, by a conflict that rolls all back: what it writes from then on
    /// would be kept by itself.
    lost: AtomicBool,
}

impl Guard {
    /// Installs the authorizer once per connection. Changing it for each closure would make SQLite
    /// prepare every statement again.
    pub(super) fn new(db: &mut Connection) -> rusqlite::Result<Self> {
        let flags = Arc::new(GuardFlags::default());
        let (asked, told) = (Arc::clone(&flags), Arc::clone(&flags));
        db.authorizer(Some(move |context: AuthContext<'_>| asked.judge(&context.action)))
            .checked()?;
        db.rollback_hook(Some(move || told.lost.store(true, Ordering::Relaxed))).checked()?;
        Ok(Self(flags))
    }

    /// Runs a closure of the user's under guard.
    pub(super) fn watch<T>(&self, closure: impl FnOnce() -> T) -> T {
        let _leaves = Enters::new(&self.0);
        closure()
    }
}

/// The answer to setting a hook: nothing before rusqlite 0.38, a result since.
trait Hooked {
    fn checked(self) -> rusqlite::Result<()>;
}

impl Hooked for () {
    fn checked(self) -> rusqlite::Result<()> {
        Ok(self)
    }
}

impl Hooked for rusqlite::Result<()> {
    fn checked(self) -> rusqlite::Result<()> {
        self
    }
}

struct Enters<'a>(&'a GuardFlags);

impl<'a> Enters<'a> {
    fn new(flags: &'a GuardFlags) -> Self {
        flags.lost.store(false, Ordering::Relaxed);
        flags.guest.store(true, Ordering::Relaxed);
        Self(flags)
    }
}

/// Also when the closure panics.
impl Drop for Enters<'_> {
    fn drop(&mut self) {
        self.0.guest.store(false, Ordering::Relaxed);
    }
}

impl GuardFlags {
    fn judge(&self, action: &AuthAction<'_>) -> Authorization {
        let guest = self.guest.load(Ordering::Relaxed);
        if guest && (self.lost.load(Ordering::Relaxed) || is_forbidden(action)) {
            return Authorization::Deny;
        }
        Authorization::Allow
    }
}

fn is_forbidden(action: &AuthAction<'_>) -> bool {
    match action {
        AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. }
        | AuthAction::Attach { .. }
        | AuthAction::Detach { .. } => true,
        AuthAction::Pragma { pragma_name, .. } => {
            !PRAGMAS_THAT_LOOK.iter().any(|looks| looks.eq_ignore_ascii_case(pragma_name))
        }
        AuthAction::CreateTable { table_name }
        | AuthAction::CreateTempTable { table_name }
        | AuthAction::CreateView { view_name: table_name }
        | AuthAction::CreateTempView { view_name: table_name }
        | AuthAction::CreateVtable { table_name, .. }
        | AuthAction::CreateIndex { table_name, .. }
        | AuthAction::CreateTrigger { table_name, .. }
        | AuthAction::CreateTempTrigger { table_name, .. }
        | AuthAction::DropTable { table_name }
        | AuthAction::DropIndex { table_name, .. }
        | AuthAction::DropView { view_name: table_name }
        | AuthAction::AlterTable { table_name, .. }
        | AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name } => is_ours(table_name),
        _ => false,
    }
}

fn is_ours(name: &str) -> bool {
    name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

/// Pragmas that change nothing, whatever their argument.
const PRAGMAS_THAT_LOOK: [&str; 10] = [
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
];
