"""Plans made from data for these tests: the same data gives the text and the plan that must be read from it."""
