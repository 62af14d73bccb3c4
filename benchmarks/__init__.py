"""Measured side by side in one run; ratios count, not seconds."""
