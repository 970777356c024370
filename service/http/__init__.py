"""What GraphQL and the exchange routes share of HTTP: tokens, sign-in, deadlines, bodies, errors as answers."""
