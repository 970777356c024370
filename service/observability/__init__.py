"""What operators see: metrics, traces, logs, and the request at work."""
