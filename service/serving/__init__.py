"""Serving: the command, the processes, the application and what surrounds its requests."""
