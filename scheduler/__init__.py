"""When: the clock, the calendar, the sweep of what is due, the few fixed jobs, the watchdog."""
