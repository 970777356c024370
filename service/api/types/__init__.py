"""The objects, inputs and results of the SDL, and what each is checked for."""
