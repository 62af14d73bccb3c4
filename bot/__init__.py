"""The outside: transports, sender, pages, configuration, command line; `app.py` wires it all."""
