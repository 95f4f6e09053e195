"""What each release of Docker Compose takes where: the attribute table and the walk by it.

- attributes.csv: a row for each path and kind of value. `limits` holds words such as `values=`,
  `pattern=`, `minimum=`, `unique`, `keys=` (which free keys), `x` (x- keys are free), `open` (so
  are others), `required=`, `any-of=`, `needs=` (a key and the one that it needs beside it);
  `since` and `until` are releases, `formats` the legacy file formats that have it. Besides the
  kinds of values there are rows `like` (has the attributes of another path), `cast` and `decode`
  (what a string is read as, before and after the schema), and `repeats` (a repeated item is
  dropped). `targets` is for other targets. Services stand under `services` in every format: the
  `*` of format 1, which has them at the top, is like services.*.
- notes.csv: a line of documentation for each path, and what is deprecated.
- table: read for one release; formats: for one legacy format. walk: the check. faults, places:
  the words' ingredients.
"""
