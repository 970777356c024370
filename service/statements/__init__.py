"""The catalogue of statements: one signature for every file under queries/, by subject. No bodies, no logic."""
