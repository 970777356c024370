"""The rules of the guidance, pure: no input or output, no clock."""
