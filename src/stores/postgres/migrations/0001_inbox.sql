-- Times are milliseconds since 1970-01-01T00:00:00Z.
--
-- There are no foreign keys: each check of one would lock a row that many write at a time. Texts that a
-- sender chooses have no index of their own, since a row of an index has less than 2.7 kB.

-- Which of these files the schema has had.
CREATE TABLE hookport.migrations (
    number integer PRIMARY KEY
);

CREATE TABLE hookport.endpoints (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text    COLLATE "C" NOT NULL UNIQUE,
    paused boolean NOT NULL DEFAULT false
);

CREATE TABLE hookport.handlers (
    id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint integer NOT NULL,
    name     text    COLLATE "C" NOT NULL,
    -- The handler that has this name now.
    same_as  integer,
    UNIQUE (endpoint, name)
);

-- One row: raised with each renaming, so that each process forgets what it knows of handlers.
CREATE TABLE hookport.renamings (
    number bigint PRIMARY KEY
);
INSERT INTO hookport.renamings VALUES (0);

-- What many deliveries have in common: a dictionary, to which rows are only added.
CREATE TABLE hookport.kinds (
    id                  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint            integer NOT NULL,
    provider            text    NOT NULL,
    -- NULL if there is no event, or if it is told by `deliveries.event`.
    event               text,
    event_is_signed     boolean NOT NULL,
    sender_id_is_signed boolean NOT NULL,
    tenant_is_signed    boolean NOT NULL,
    trust               text    NOT NULL,
    -- Which of the configured secrets matched.
    secret              bigint,
    -- The event that it is counted as in `usage`.
    counted_as          text    COLLATE "C" NOT NULL
);

CREATE UNIQUE INDEX kinds_once ON hookport.kinds (endpoint, counted_as, provider,
    coalesce(event, ''), (event IS NULL), event_is_signed, sender_id_is_signed, tenant_is_signed, trust,
    coalesce(secret, -1));

CREATE SEQUENCE hookport.delivery_ids;
-- Of leases: each claim of a run has a higher one.
CREATE SEQUENCE hookport.tokens;

-- What is known of a delivery. A row is never changed, but for a key that a later one takes over.
CREATE TABLE hookport.deliveries (
    id               bigint  PRIMARY KEY,
    kind             integer NOT NULL,
    endpoint         integer NOT NULL,
    -- The first 16 bytes of a SHA-256; its id, once a later delivery has the key.
    key              bytea   NOT NULL,
    sender_id        text,
    -- Whether the key is a hash of the sender's id alone: then the one leads to the other.
    sender_id_is_key boolean NOT NULL,
    sent_at          bigint,
    received_at      bigint  NOT NULL,
    size             bigint  NOT NULL,
    -- An event that is counted under another name, of which there may be any number.
    event            text,
    order_key        text,
    -- The first 16 bytes of a SHA-256 of endpoint and ordering key.
    line             bytea,
    lets_pass        boolean NOT NULL,
    -- Whether a dead run of it stops its ordering key.
    stops            boolean NOT NULL,
    version          bigint,
    -- The account, store, project or workspace at the sender.
    tenant           text,
    -- The span of the request that brought it.
    trace            bytea
)
-- Retention removes rows in the order of their ends: what it leaves is used again once it is vacuumed.
WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE UNIQUE INDEX deliveries_by_key ON hookport.deliveries (key, endpoint);
CREATE INDEX deliveries_by_kind ON hookport.deliveries (kind, id);
-- The log by tenant, by an id of the sender that is not the key, and by time: see `sources.rs` and `list.rs`.
CREATE INDEX deliveries_by_tenant ON hookport.deliveries (hashtextextended(tenant, 0), id)
    WHERE tenant IS NOT NULL;
CREATE INDEX deliveries_by_sender ON hookport.deliveries (hashtextextended(sender_id, 0), id)
    WHERE NOT sender_id_is_key AND sender_id IS NOT NULL;
CREATE INDEX deliveries_by_time ON hookport.deliveries ((id >> 12), received_at);

-- The request as it came, apart from what is looked at often.
CREATE TABLE hookport.payloads (
    delivery bigint PRIMARY KEY,
    method   text   NOT NULL,
    uri      text   NOT NULL,
    -- One `name: value` a line, each ended by CR LF.
    headers  bytea  NOT NULL,
    body     bytea  NOT NULL
)
WITH (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);

-- The request of a batch, once for all of its items that are kept.
CREATE TABLE hookport.requests (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    method  text   NOT NULL,
    uri     text   NOT NULL,
    headers bytea  NOT NULL,
    body    bytea  NOT NULL
)
WITH (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_scale_factor = 0.05);

-- The place of a delivery in the request of a batch, in place of a row in `payloads`.
CREATE TABLE hookport.items (
    delivery bigint PRIMARY KEY,
    request  bigint NOT NULL,
    -- Among the items of the request, counted from 0.
    position bigint NOT NULL,
    -- In the body of the request, in bytes. NULL if it lies there in another coding, as in a form.
    start    bigint,
    length   bigint,
    -- The bytes of the item, if they do not lie there as they are.
    body     bytea
)
WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX items_by_request ON hookport.items (request);

-- Runs that are open, dead or cancelled; those that are done or stale are told by their last attempt.
CREATE TABLE hookport.queue (
    delivery  bigint   NOT NULL,
    handler   integer  NOT NULL,
    endpoint  integer  NOT NULL,
    kind      integer  NOT NULL,
    -- 0 received, 1 running, 2 waiting to be tried again, 3 held, 4 dead and stopping its ordering key,
    -- 5 dead, 6 cancelled.
    phase     smallint NOT NULL,
    -- Whether the delivery has no other run.
    alone     boolean  NOT NULL,
    -- Whether the delivery has a version.
    versioned boolean  NOT NULL,
    -- Of the delivery: see there.
    lets_pass boolean  NOT NULL,
    stops     boolean  NOT NULL,
    -- How often it was claimed: the number of the last attempt.
    claims    integer  NOT NULL,
    -- How many of these count since it was received or replayed.
    tried     integer  NOT NULL,
    -- Running: the token of its lease, and the start of the attempt.
    token     bigint,
    started   bigint,
    -- Running: until when. Waiting or held: when it is due. Dead or cancelled: since when.
    time      bigint,
    -- When its due time or its lease was set: one that was set in the future is over.
    set_at    bigint,
    -- Of the delivery, if the run has a place in its order.
    line      bytea,
    PRIMARY KEY (delivery, handler)
)
-- A claim steps over what has left the queue until it is vacuumed. The table is small.
WITH (autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_cost_delay = 0);

-- A claim takes the first ones of these. What is added to `delivery` keeps Postgres from taking the primary
-- key instead, in which all runs lie that are dead.
CREATE INDEX queue_received ON hookport.queue (handler, (delivery + 0)) WHERE phase = 0;
CREATE INDEX queue_running  ON hookport.queue (handler, time, delivery) WHERE phase = 1;
CREATE INDEX queue_retry    ON hookport.queue (handler, time, delivery) WHERE phase = 2;
CREATE INDEX queue_by_set_time ON hookport.queue (handler, set_at) WHERE phase = 2;
-- What a delivery waits for, or ended in.
CREATE INDEX queue_aside    ON hookport.queue (phase, delivery) WHERE phase >= 2;
-- The deliveries of one ordering key: whose turn it is, and who comes next.
CREATE INDEX queue_in_line  ON hookport.queue (line, delivery) WHERE line IS NOT NULL AND phase <= 4;
CREATE INDEX queue_in_turn  ON hookport.queue (line, phase) WHERE line IS NOT NULL AND phase <= 2;

-- Rows that are locked in place of ordering keys and of deliveries, each of which has one of them by its
-- hash.
CREATE TABLE hookport.locks (
    slot integer PRIMARY KEY
);
INSERT INTO hookport.locks SELECT generate_series(0, 16383);

-- Deliveries of which nothing is open, by the end of the last run: retention takes the first ones.
CREATE TABLE hookport.ended (
    delivery bigint  PRIMARY KEY,
    dead     boolean NOT NULL,
    at       bigint  NOT NULL
)
WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX ended_by_time ON hookport.ended (dead, at, delivery);

-- Attempts that have ended.
CREATE TABLE hookport.attempts (
    delivery   bigint  NOT NULL,
    handler    integer NOT NULL,
    number     integer NOT NULL,
    started_at bigint  NOT NULL,
    ended_at   bigint  NOT NULL,
    result     text    NOT NULL,
    error      text,
    -- Whether the run had a place in the order of its delivery.
    ordered    boolean NOT NULL,
    PRIMARY KEY (delivery, handler, number)
)
WITH (autovacuum_vacuum_scale_factor = 0.05);

-- The highest version that a handler was done with.
CREATE TABLE hookport.versions (
    handler    integer NOT NULL,
    line       bytea   NOT NULL,
    version    bigint  NOT NULL,
    handled_at bigint  NOT NULL,
    PRIMARY KEY (handler, line)
);

CREATE INDEX versions_by_age ON hookport.versions (handled_at);

-- What happened on one day (of days since 1970-01-01, in UTC). It outlives the deliveries.
CREATE TABLE hookport.usage (
    day        bigint   NOT NULL,
    endpoint   integer  NOT NULL,
    event      text     COLLATE "C" NOT NULL,
    -- The sum of all parts counts: transactions add to different parts, so that none waits for another.
    part       integer NOT NULL,
    received   bigint  NOT NULL,
    bytes      bigint  NOT NULL,
    duplicates bigint  NOT NULL,
    done       bigint  NOT NULL,
    retried    bigint  NOT NULL,
    dead       bigint  NOT NULL,
    limited    bigint  NOT NULL,
    refused    bigint  NOT NULL,
    PRIMARY KEY (day, endpoint, event, part)
)
-- A row that is counted up stays on its page.
WITH (fillfactor = 50, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- What was not proved: never a delivery until it is.
CREATE TABLE hookport.quarantine (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint    integer NOT NULL,
    reason      text    NOT NULL,
    received_at bigint  NOT NULL,
    method      text    NOT NULL,
    uri         text    NOT NULL,
    headers     bytea   NOT NULL,
    body        bytea   NOT NULL
);

CREATE INDEX quarantine_by_endpoint ON hookport.quarantine (endpoint, id);
CREATE INDEX quarantine_by_age      ON hookport.quarantine (received_at);

-- Secrets of the accounts of endpoints, the newest first, for receivers that look for them here.
CREATE TABLE hookport.account_secrets (
    endpoint text   COLLATE "C" NOT NULL,
    name     text   COLLATE "C" NOT NULL,
    secrets  text[] NOT NULL,
    PRIMARY KEY (endpoint, name)
);

-- One row in an inbox that was copied from another store. No receiver opens it before that is finished.
CREATE TABLE hookport.copy (
    id          integer PRIMARY KEY,
    -- A hash of what tells the other inbox from all others, and from itself at another time.
    source      bytea   NOT NULL,
    -- By so much the clock of the database is ahead of that of the other inbox.
    shift       bigint  NOT NULL,
    -- So many rows of this table are here, and all of the tables before it.
    in_table    text    NOT NULL,
    rows        bigint  NOT NULL,
    finished_at bigint
);

-- One row, written to see whether the database can be written.
CREATE TABLE hookport.probe (
    id      integer PRIMARY KEY,
    number  bigint  NOT NULL,
    filling bytea   NOT NULL
);
