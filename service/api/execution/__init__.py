"""How a selection is answered: context, loaders, compiled selections."""
