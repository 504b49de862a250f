"""Jobs: what a person sees of long work. The queue itself is the database backend of the Django tasks API."""
