-- The registry's log and content in PostgreSQL. Can be run again: what is there stays.

CREATE TABLE IF NOT EXISTS mo_meta (
  k text PRIMARY KEY,
  v text NOT NULL
);

-- One row. Whoever writes to the log locks it first, so that the order of numbers is the order of commits.
CREATE TABLE IF NOT EXISTS mo_head (
  id smallint PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL CHECK (seq >= 0),
  hash varchar(64) NOT NULL
);

-- Rows are never changed or removed. The payload is one line of JSON, the hash the SHA-256 of its UTF-8 form.
CREATE TABLE IF NOT EXISTS mo_log (
  seq bigint PRIMARY KEY CHECK (seq >= 1),
  op uuid NOT NULL UNIQUE,
  hash varchar(64) NOT NULL,
  payload text NOT NULL CHECK (octet_length(payload) <= 65536)
);

-- Content on its way in. An upload that no content refers to is removed some minutes after its last sign of life.
CREATE TABLE IF NOT EXISTS mo_upload (
  id uuid PRIMARY KEY,
  touched_at timestamp with time zone NOT NULL
);

CREATE TABLE IF NOT EXISTS mo_chunk (
  upload uuid NOT NULL REFERENCES mo_upload (id) ON DELETE CASCADE,
  idx integer NOT NULL CHECK (idx >= 0),
  data bytea NOT NULL CHECK (octet_length(data) <= 1048576),
  PRIMARY KEY (upload, idx)
);

-- Content that can be opened: visible when this row is, and whole then. In the trash since doomed_at; setting that to null
-- takes it back.
CREATE TABLE IF NOT EXISTS mo_content (
  sha256 varchar(64) PRIMARY KEY,
  upload uuid NOT NULL UNIQUE REFERENCES mo_upload (id),
  size bigint NOT NULL CHECK (size >= 0),
  stored_at timestamp with time zone NOT NULL,
  doomed_at timestamp with time zone
);

-- One row. Whoever holds content or cleans up locks it first; while there is a collector, nobody gets a hold.
CREATE TABLE IF NOT EXISTS mo_gate (
  id smallint PRIMARY KEY CHECK (id = 1),
  collector uuid,
  valid_until timestamp with time zone
);

CREATE TABLE IF NOT EXISTS mo_hold (
  id uuid PRIMARY KEY,
  valid_until timestamp with time zone NOT NULL
);

-- Models hardly compress; trying costs more than it saves.
ALTER TABLE mo_chunk ALTER COLUMN data SET STORAGE EXTERNAL;

INSERT INTO mo_head (id, seq, hash)
SELECT 1, 0, '0000000000000000000000000000000000000000000000000000000000000000'
WHERE NOT EXISTS (SELECT 1 FROM mo_head);

INSERT INTO mo_gate (id)
SELECT 1
WHERE NOT EXISTS (SELECT 1 FROM mo_gate);

INSERT INTO mo_meta (k, v)
SELECT 'schema', '1'
WHERE NOT EXISTS (SELECT 1 FROM mo_meta WHERE k = 'schema');
