"""Understanding: text in, `Parse` out. Pure: no I/O at parse time, no clock, no randomness."""
