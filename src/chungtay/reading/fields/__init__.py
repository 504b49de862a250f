"""One module per group of keys of the plan: each takes the document and what was read before, and gives a tree of leaves."""
