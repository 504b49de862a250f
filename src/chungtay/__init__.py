"""ChungTay runs a commune's emulation movement from the plan on paper to the signed certificate."""

__version__ = "0.1.0"
