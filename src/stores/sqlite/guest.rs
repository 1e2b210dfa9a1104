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

/// Stands at the door of a connection: it lets a closure do what it likes with its own tables, but
/// neither end the transaction, nor change the settings of the connection, nor write to the inbox.
#[derive(Debug, Clone)]
pub(super) struct Guard(Arc<Post>);

#[derive(Debug, Default)]
struct Post {
    /// A closure is running.
    guest: AtomicBool,
    /// It lost the transaction, by a conflict that rolls all back: what it writes from then on
    /// would be kept by itself.
    lost: AtomicBool,
}

impl Guard {
    /// Takes its post for the life of the connection: to set it anew for each closure would have
    /// SQLite prepare all statements again.
    pub(super) fn new(db: &mut Connection) -> rusqlite::Result<Self> {
        let post = Arc::new(Post::default());
        let (asked, told) = (Arc::clone(&post), Arc::clone(&post));
        db.authorizer(Some(move |context: AuthContext<'_>| asked.judge(&context.action)))
            .checked()?;
        db.rollback_hook(Some(move || told.lost.store(true, Ordering::Relaxed))).checked()?;
        Ok(Self(post))
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

struct Enters<'a>(&'a Post);

impl<'a> Enters<'a> {
    fn new(post: &'a Post) -> Self {
        post.lost.store(false, Ordering::Relaxed);
        post.guest.store(true, Ordering::Relaxed);
        Self(post)
    }
}

/// Also when the closure panics.
impl Drop for Enters<'_> {
    fn drop(&mut self) {
        self.0.guest.store(false, Ordering::Relaxed);
    }
}

impl Post {
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
