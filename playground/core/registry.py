"""A folder of plug-ins that loads itself: one file, one class, no list kept by hand."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any, Generic, TypeVar, Union

from playground.core.block import kind_of

T = TypeVar("T")


class Registry(Mapping[str, type[T]], Generic[T]):
    """The plug-ins of one folder by kind, imported on first use: one that is named alone.

    A file `batch_norm.py` defines the class `BatchNorm` of kind ``"batch-norm"``.

    Parameters
    ----------
    package
        Dotted name of the folder.
    parent
        Class that every plug-in of the folder derives from.
    """

    def __init__(self, package: str, parent: type[T]) -> None:
        self.package = package
        self.parent = parent
        self._classes: dict[str, type[T]] = {}
        self._named: dict[str, type[T]] = {}

    def _load(self) -> dict[str, type[T]]:
        if not self._classes:
            folder = importlib.import_module(self.package)
            found = [self._class_in(m.name) for m in pkgutil.iter_modules(folder.__path__)]
            found.sort(key=lambda cls: (getattr(cls, "rank", 100), cls.__name__))
            self._classes = {kind_of(cls): cls for cls in found}
        return self._classes

    def _class_in(self, name: str) -> type[T]:
        module = importlib.import_module(f"{self.package}.{name}")
        wanted = name.replace("_", "")
        for attribute, value in vars(module).items():
            if attribute.lower() != wanted or not isinstance(value, type):
                continue
            if issubclass(value, self.parent):
                return value
        raise TypeError(f"{module.__name__} defines no {self.parent.__name__} of its own name")

    def _alone(self, kind: str) -> type[T]:
        name = kind.replace("-", "_") if isinstance(kind, str) else ""
        if name.replace("_", "-") != kind or name.startswith("_") or not name.isidentifier():
            raise KeyError(kind)
        if find_spec(f"{self.package}.{name}") is None:
            raise KeyError(kind)
        return self._class_in(name)

    def __getitem__(self, kind: str) -> type[T]:
        if self._classes:
            return self._classes[kind]
        if kind not in self._named:
            self._named[kind] = self._alone(kind)
        return self._named[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._load())

    def __len__(self) -> int:
        return len(self._load())

    def union(self) -> Any:
        """Return the type union of all plug-ins, which msgspec decodes by their tag."""
        return Union[tuple(self.values())]  # noqa: UP007 - a union of classes found at run time


def tag_of(name: str) -> str:
    """Return the tag that msgspec writes for a class name.

    Examples
    --------
    >>> tag_of("OneCycle")
    'one-cycle'
    """
    return "".join("-" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))
