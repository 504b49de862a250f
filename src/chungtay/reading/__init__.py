"""Reading: a file's text in, a plan draft out, every value with the words it came from. Plain Python, no Django."""

from chungtay.reading.intake import Source, UnreadableFile, decode, load
from chungtay.reading.model import Field, Reading
from chungtay.reading.reader import read, read_source, to_json

__all__ = ["Field", "Reading", "Source", "UnreadableFile", "decode", "load", "read", "read_source", "to_json"]
