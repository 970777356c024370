"""How the demonstration network is made: see README.md."""
