"""What the bot does: plain functions `(tx, message, parse, now)`, lifecycles as tables, all wording."""
