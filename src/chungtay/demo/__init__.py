"""The demonstration: five real movements with plainly sample people. Refuses to load in production."""
