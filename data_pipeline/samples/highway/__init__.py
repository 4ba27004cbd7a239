"""The management of highway service areas in one province: 20 tables and a view, made from a seed."""

from data_pipeline.samples.highway.database import load

__all__ = ["load"]
