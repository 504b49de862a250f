"""One module per group of keys of the plan: each takes the context and gives a tree of leaves."""
