//! The rival: groups of statements with arrays, by hand. Keys, payloads and a queue; no lease that is renewed,
//! no attempts on record, no counts, no order.

use std::sync::Arc;

use hookport::stores::postgres::sqlx::{self, PgPool};
use tokio::sync::{Mutex, mpsc, oneshot};

/// Groups by some writers, each of which takes all that waits.
#[derive(Clone)]
pub(crate) struct ByHand {
    pool: PgPool,
    rows: mpsc::Sender<(Row, oneshot::Sender<()>)>,
}

/// The parts of a delivery that are kept.
pub(crate) struct Row {
    pub(crate) key: Vec<u8>,
    pub(crate) headers: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

impl ByHand {
    pub(crate) async fn start(pool: PgPool) -> Self {
        for sql in TABLES {
            sqlx::query(sql).execute(&pool).await.expect("a table");
        }
        let (rows, waiting) = mpsc::channel(1024);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..WRITERS {
            tokio::spawn(write(pool.clone(), Arc::clone(&waiting)));
        }
        Self { pool, rows }
    }

    /// Keeps a delivery, and returns after the commit.
    pub(crate) async fn accept(&self, row: Row) {
        let (answer, answered) = oneshot::channel();
        self.rows.send((row, answer)).await.expect("writers");
        answered.await.expect("a commit");
    }

    /// Claims so many at most, and reads them.
    pub(crate) async fn claim(&self, at_most: i64) -> Vec<i64> {
        let rows: Vec<(i64, Vec<u8>, Vec<u8>)> =
            sqlx::query_as(CLAIM).bind(at_most).fetch_all(&self.pool).await.expect("claims");
        rows.into_iter().map(|(id, ..)| id).collect()
    }

    pub(crate) async fn done(&self, ids: &[i64]) {
        sqlx::query(DONE).bind(ids).execute(&self.pool).await.expect("ends");
    }
}

type Waiting = mpsc::Receiver<(Row, oneshot::Sender<()>)>;

async fn write(pool: PgPool, waiting: Arc<Mutex<Waiting>>) {
    loop {
        let mut group = Vec::new();
        if waiting.lock().await.recv_many(&mut group, 256).await == 0 {
            return;
        }
        let (rows, answers): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        let (mut keys, mut headers, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            keys.push(row.key);
            headers.push(row.headers);
            bodies.push(row.body);
        }
        let insert = sqlx::query(INSERT).bind(keys).bind(headers).bind(bodies);
        insert.execute(&pool).await.expect("rows");
        for answer in answers {
            answer.send(()).expect("somebody waits");
        }
    }
}

/// As many as the store has.
const WRITERS: usize = 4;

const TABLES: [&str; 3] = [
    "CREATE TABLE by_hand (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key bytea NOT NULL UNIQUE,
        received_at timestamptz NOT NULL DEFAULT now(), headers bytea NOT NULL, body bytea NOT NULL)",
    "CREATE TABLE by_hand_queue (id bigint PRIMARY KEY, until timestamptz)",
    "CREATE INDEX by_hand_waits ON by_hand_queue (id) WHERE until IS NULL",
];

const INSERT: &str = "
    WITH kept AS (
        INSERT INTO by_hand (key, headers, body)
        SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[])
        ON CONFLICT (key) DO NOTHING RETURNING id)
    INSERT INTO by_hand_queue (id) SELECT id FROM kept";

const CLAIM: &str = "
    WITH claimed AS (
        UPDATE by_hand_queue q SET until = now() + interval '1 minute'
        FROM (SELECT id FROM by_hand_queue WHERE until IS NULL ORDER BY id LIMIT $1
              FOR UPDATE SKIP LOCKED) f
        WHERE q.id = f.id RETURNING q.id)
    SELECT k.id, k.headers, k.body FROM claimed c JOIN by_hand k ON k.id = c.id";

const DONE: &str = "DELETE FROM by_hand_queue WHERE id = ANY($1)";
