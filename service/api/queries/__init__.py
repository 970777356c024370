"""The root fields of Query."""
