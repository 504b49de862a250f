"""Tiến độ: what the units report on the targets of a movement, who verified it, and where each target stands."""
