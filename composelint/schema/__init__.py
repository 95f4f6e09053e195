"""What each release of Docker Compose takes where: the attribute table and the walk by it.

- attributes.csv: a row for each path and kind of value. `limits` holds words such as `values=`,
  `pattern=`, `minimum=`, `unique`, `keys=` (which free keys), `x` (x- keys are free), `open` (so
  are others), `required=`, `any-of=`; `since` and `until` are releases. Besides the kinds of
  values there are rows `like` (has the attributes of another path), `cast` and `decode` (what a
  string is read as, before and after the schema), and `repeats` (a repeated item is dropped).
  `formats` and `targets` are for the legacy file formats and other targets.
- notes.csv: a line of documentation for each path, and what is deprecated.
- table: both read for one release. walk: the check. faults, places: the words' ingredients.
"""
