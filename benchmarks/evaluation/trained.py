"""The trainings of `training/`, for figures of data that a model did not see. Imported when asked for.

They need scikit-learn (group `train` of `pyproject.toml`); what ships does not.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from benchmarks.evaluation.data import MissingDataError


def training(name: str) -> ModuleType:
    """Give a module of `training/`. Raises `MissingDataError`, with what to do, if it can't be imported."""
    try:
        return importlib.import_module(f"training.{name}")
    except ModuleNotFoundError as error:
        raise MissingDataError(
            f"training anew needs {error.name}: pip install --group train, or leave cross-validation out with "
            "--as-shipped"
        ) from error
