-- The handler that has this name as a former one: no run of this row is open then.
ALTER TABLE hookport_handlers ADD COLUMN same_as INTEGER;

-- One row: how often handlers were renamed. Whoever remembers their numbers looks here.
CREATE TABLE hookport_renamings (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO hookport_renamings VALUES (1, 0);
