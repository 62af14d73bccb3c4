"""Tables, engine, unit of work and named queries. Decides nothing, reads no clock, words nothing."""
