-- What scans for duplicates compare, and from which probability on they put fichas together: set by a supervisor (DUP-2).
-- Without a row, everything, and a threshold that each scan finds for itself.
create table duplicate_scan_setting (
  id bigint primary key check (id = 1),
  -- Fields that are left out, as a JSON list of the engine's names.
  left_out text not null,
  -- In millionths; none for one that the scan finds.
  threshold_ppm bigint check (threshold_ppm between 500000 and 999999),
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
