"""The root fields of Mutation, their inputs and results."""
