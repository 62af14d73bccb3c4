"""A town of a given size that lives for some days: its configuration, and what its people write."""
