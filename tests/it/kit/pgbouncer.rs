//! A private pgbouncer before a private Postgres.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdin, Stdio},
};

use super::postgres::{Postgres, as_server};

/// A proxy with a socket of its own. It stops when this is dropped, or when the process ends in whatever way.
pub(crate) struct Pgbouncer {
    url: String,
    /// The proxy stops when this is closed.
    stdin: Option<ChildStdin>,
    keeper: Child,
}

impl Pgbouncer {
    /// Starts one that gives a connection to another client after a `transaction`, or after a `session`.
    pub(crate) fn start(server: &Postgres, mode: &str) -> Self {
        let mut command = as_server("sh");
        command.args(["-c", KEEPER, "keeper", server.folder(), mode]);
        let mut keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut folder = String::new();
        let stdout = keeper.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut folder).unwrap();
        let folder = folder.trim_end();
        assert!(!folder.is_empty(), "pgbouncer does not start: see above");
        let url = format!("postgres://tests@localhost:6432/postgres?host={folder}");
        Self { url, stdin: keeper.stdin.take(), keeper }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Pgbouncer {
    fn drop(&mut self) {
        self.stdin.take();
        _ = self.keeper.wait();
    }
}

/// Starts the proxy, which has few connections to the server, tells its folder, and stops it when the input ends.
const KEEPER: &str = r#"
    set -e
    PATH=$PATH:/usr/sbin
    if ! command -v pgbouncer > /dev/null; then
        echo "pgbouncer is not in the path: \`apt-get install pgbouncer\`" >&2
        exit 1
    fi
    folder=$(mktemp -d)
    trap 'rm -rf -- "$folder"' EXIT
    echo '"tests" ""' > "$folder/users"
    cat > "$folder/ini" <<EOF
[databases]
* = host=$1 port=5432
[pgbouncer]
pool_mode = $2
default_pool_size = 12
max_client_conn = 200
auth_type = trust
auth_file = $folder/users
listen_addr =
listen_port = 6432
unix_socket_dir = $folder
logfile = $folder/log
EOF
    pgbouncer --quiet "$folder/ini" < /dev/null > /dev/null &
    until [ -S "$folder/.s.PGSQL.6432" ]; do
        kill -0 $! 2> /dev/null || { cat "$folder/log" >&2; exit 1; }
        sleep 0.01
    done
    echo "$folder"
    cat > /dev/null
    kill $!
"#;
