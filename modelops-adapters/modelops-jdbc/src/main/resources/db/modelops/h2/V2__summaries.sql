-- The registry's side channel in H2. Can be run again: what is there stays.

-- What the nodes of a fleet leave for each other. Rows are replaced and removed; the log does not refer to them. The begin of
-- the window is in milliseconds since 1970, crc is the CRC-32C of the data.
CREATE TABLE IF NOT EXISTS mo_summary (
  topic varchar(200) NOT NULL,
  begin_ms bigint NOT NULL CHECK (begin_ms >= 0),
  node varchar(200) NOT NULL,
  crc bigint NOT NULL,
  data varbinary(1048576) NOT NULL CHECK (octet_length(data) <= 1048576),
  PRIMARY KEY (topic, begin_ms, node)
);

UPDATE mo_meta SET v = '2' WHERE k = 'schema' AND v = '1';
