"""Photos: announced, taken or refused by the worker, known again, shown."""
