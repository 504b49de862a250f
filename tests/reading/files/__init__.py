"""Sample files of every kind, made on the spot: no binary of elsewhere lies in the repository."""
