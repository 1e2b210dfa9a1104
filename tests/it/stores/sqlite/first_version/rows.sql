-- A file of the first version, with deliveries in every state. Times are milliseconds.

INSERT INTO hookport_migrations VALUES (1);
INSERT INTO hookport_endpoints VALUES (1, 'shop', 0), (2, 'bank', 1);
INSERT INTO hookport_handlers (id, endpoint, name)
VALUES (1, 1, 'ship'), (2, 1, 'bill'), (3, 1, '(route)'), (4, 2, 'pay');

INSERT INTO hookport_deliveries
    (id, endpoint, key, state, ended_at, provider, event, event_is_signed, sender_id,
     sender_id_is_signed, trust, secret, sent_at, received_at, size, counted_as, order_key,
     lets_pass, version)
VALUES
    (1, 1, x'01', 'open', NULL, 'acme', 'order.paid', 1, 'evt_1', 1, 'signed', 1, 900, 1000, 6, 'order.paid', NULL, 0, NULL),
    (2, 1, x'02', 'open', NULL, 'acme', 'order.paid', 1, 'evt_2', 1, 'signed', 0, NULL, 2000, 6, 'order.paid', NULL, 0, NULL),
    (3, 1, x'03', 'retry', NULL, 'acme', 'order.paid', 1, 'evt_3', 1, 'signed', 0, NULL, 3000, 6, 'order.paid', NULL, 0, NULL),
    (4, 1, x'04', 'open', NULL, 'acme', 'order.paid', 1, 'evt_4', 1, 'signed', 0, NULL, 4000, 6, 'order.paid', 'order 7', 0, 8),
    (5, 1, x'05', 'open', NULL, 'acme', 'order.paid', 1, 'evt_5', 1, 'signed', 0, NULL, 5000, 6, 'order.paid', 'order 7', 0, 2),
    (6, 1, x'06', 'dead', 6900, 'acme', 'order.paid', 1, 'evt_6', 1, 'signed', 0, NULL, 6000, 6, 'order.paid', NULL, 0, NULL),
    (7, 1, x'07', 'done', 7900, 'acme', 'order.sent', 1, 'evt_7', 1, 'signed', 0, NULL, 7000, 6, 'order.sent', NULL, 0, NULL),
    (8, 1, x'08', 'done', 8900, 'acme', 'order.paid', 1, 'evt_8', 1, 'signed', 0, NULL, 8000, 6, 'order.paid', 'order 7', 0, 1),
    (9, 1, x'09', 'cancelled', 9900, 'acme', 'order.paid', 1, NULL, 0, 'token', NULL, NULL, 9000, 6, 'order.paid', NULL, 0, NULL),
    (10, 1, x'0a', 'unhandled', 10000, 'acme', NULL, 0, NULL, 0, 'unauthenticated', NULL, NULL, 10000, 6, '', NULL, 0, NULL),
    (11, 1, x'0b', 'open', NULL, 'acme', 'order.odd', 0, 'evt_11', 0, 'signed', 0, NULL, 11000, 6, 'other', NULL, 0, NULL),
    (12, 2, x'0c', 'open', NULL, 'acme', 'order.paid', 1, 'evt_12', 1, 'signed', 0, NULL, 12000, 6, 'order.paid', NULL, 0, NULL);

UPDATE hookport_deliveries SET key = CAST(key || zeroblob(31) AS BLOB);

INSERT INTO hookport_payloads
SELECT id, 'POST', '/' || id, CAST('x-own: a' || char(13, 10) AS BLOB), CAST('body ' || id AS BLOB)
FROM hookport_deliveries;

INSERT INTO hookport_runs
    (delivery, handler, state, claims, tried, due_at, claimed_at, lease_until, ended_at, order_key)
VALUES
    (1, 1, 'received', 0, 0, NULL, NULL, NULL, NULL, NULL),
    (2, 1, 'running', 2, 2, NULL, 2500, 60000, NULL, NULL),
    (3, 1, 'retry', 1, 1, 90000, NULL, NULL, NULL, NULL),
    (4, 1, 'running', 1, 1, NULL, 4500, 70000, NULL, 'order 7'),
    (5, 1, 'held', 0, 0, NULL, NULL, NULL, NULL, 'order 7'),
    (6, 1, 'dead', 3, 1, NULL, NULL, NULL, 6900, NULL),
    (7, 1, 'done', 1, 1, NULL, NULL, NULL, 7800, NULL),
    (7, 2, 'done', 2, 2, NULL, NULL, NULL, 7900, NULL),
    (8, 1, 'stale', 1, 1, NULL, NULL, NULL, 8900, 'order 7'),
    (9, 1, 'cancelled', 4, 1, NULL, NULL, NULL, 9900, NULL),
    (11, 3, 'done', 1, 1, NULL, NULL, NULL, 11800, NULL),
    (11, 2, 'received', 0, 0, NULL, NULL, NULL, NULL, NULL),
    (12, 4, 'received', 0, 0, NULL, NULL, NULL, NULL, NULL);

INSERT INTO hookport_attempts (delivery, handler, number, started_at, ended_at, result, error)
VALUES
    (2, 1, 1, 2100, 2200, 'lost', NULL),
    (3, 1, 1, 3100, 3200, 'retry', 'no answer'),
    (6, 1, 3, 6800, 6900, 'dead', 'no such shop'),
    (7, 1, 1, 7700, 7800, 'done', NULL),
    (7, 2, 1, 7700, 7750, 'retry', 'no answer'),
    (7, 2, 2, 7800, 7900, 'done', NULL),
    (8, 1, 1, 8800, 8900, 'stale', NULL),
    (11, 3, 1, 11700, 11800, 'done', NULL);

INSERT INTO hookport_versions VALUES (1, 'order 7', 5, 3500);

INSERT INTO hookport_usage (day, endpoint, event, received, bytes, done)
VALUES (0, 1, 'order.paid', 8, 48, 3);

INSERT INTO hookport_quarantine
VALUES (3, 1, 'wrong_signature', 500, 'POST', '/1', x'', CAST('forged' AS BLOB));

-- Newer deliveries were removed, and so were other requests in the quarantine.
UPDATE sqlite_sequence SET seq = 20 WHERE name = 'hookport_deliveries';
UPDATE sqlite_sequence SET seq = 9 WHERE name = 'hookport_quarantine';
