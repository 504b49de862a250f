KIND=None
