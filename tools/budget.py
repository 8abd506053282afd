"""Measures the sizes that `tests/house` holds the code to: lines of functions and modules, parameters, and two habits.

Reads source text only; imports nothing of what it measures.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
BROAD = frozenset({"Exception", "BaseException"})


@dataclass(frozen=True, slots=True)
class FunctionSize:
    """One function: where it stands, lines of its body without the docstring, and its parameters."""

    place: str
    name: str
    lines: int
    positional: int
    parameters: int

    def __str__(self) -> str:
        takes = f"{self.parameters} parameters ({self.positional} positional)"
        return f"{self.place}: {self.name}: {self.lines} lines, {takes}"


def list_sources(root: Path, *rooms: str) -> list[Path]:
    """The Python files under the given folders of the checkout, sorted."""
    return sorted(path for room in rooms for path in (root / room).rglob("*.py"))


@dataclass(frozen=True, slots=True)
class Measured:
    """What is held against one file: its functions, and the places of two habits."""

    functions: tuple[FunctionSize, ...]
    broad_excepts: tuple[str, ...]
    local_imports: tuple[str, ...]


def measure(source: str, path: str) -> Measured:
    """Everything about one file, parsed once."""
    tree = ast.parse(source)
    return Measured(
        functions=tuple(measure_functions(tree, path)),
        broad_excepts=tuple(find_broad_excepts(tree, path)),
        local_imports=tuple(find_local_imports(tree, path)),
    )


def measure_functions(tree: ast.Module, path: str) -> Iterator[FunctionSize]:
    """Every function of a module, methods and nested ones included; `self` and `cls` do not count."""
    bound = {
        id(item)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, Function) and not _is_static(item)
    }
    for node in ast.walk(tree):
        if isinstance(node, Function):
            arguments = node.args
            positional = len(arguments.posonlyargs) + len(arguments.args) - (id(node) in bound)
            extra = [arguments.vararg, arguments.kwarg]
            total = positional + len(arguments.kwonlyargs) + sum(one is not None for one in extra)
            yield FunctionSize(f"{path}:{node.lineno}", node.name, count_lines(node), positional, total)


def count_lines(function: Function) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body
    start = 1 if ast.get_docstring(function, clean=False) is not None else 0
    if start == len(body):
        return 0
    return (body[-1].end_lineno or 0) - body[start].lineno + 1


def find_broad_excepts(tree: ast.Module, path: str) -> Iterator[str]:
    """Places that catch everything and keep it: bare `except`, `Exception`, `BaseException` without a last `raise`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and not _raises_again(node):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD) for kind in kinds):
                yield f"{path}:{node.lineno}"


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def find_local_imports(tree: ast.Module, path: str) -> Iterator[str]:
    """Places where a function imports something."""
    for outer in ast.walk(tree):
        if isinstance(outer, Function):
            for node in ast.walk(outer):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{path}:{node.lineno}"


def _is_static(function: Function) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "staticmethod" for mark in function.decorator_list)
