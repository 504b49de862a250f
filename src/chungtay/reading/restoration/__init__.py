"""Vietnamese text damaged by OCR in the wrong language, read back with its diacritics.

A noisy channel (how English OCR misreads Vietnamese letters, rimes and whole words) and a language model (which
syllables follow which in plans and statutes) weigh every reading of every word. Numbers, codes, dates and numbering
are never touched; text that is already Vietnamese passes through unchanged.
"""

from chungtay.reading.restoration.restore import Restored, Restorer, Syllable, restore, restore_line

__all__ = ["Restored", "Restorer", "Syllable", "restore", "restore_line"]
