"""Steps from each released schema to the next, applied by `storage.migrate`."""
