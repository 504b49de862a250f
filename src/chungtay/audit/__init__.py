"""Audit room: what happened, who did it, and the proof that the record was not changed."""
