"""Records: what is known of persons, units and households, entered once and kept for good."""
