"""The house of the design: a floor imports only from floors below it, and what belongs to the command line stays there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import jiaoyan_nlp

PACKAGE = Path(jiaoyan_nlp.__file__).parent
FLOORS = ("text", "corpus", "sections", "commitments", "reuse", "language", "report", "engine", "evaluation", "serve", "cli")
CELLAR = ("errors", "progress", "resources", "tables")
"""Modules that every floor may import and that import none."""
DOORS = ("__init__", "__main__")
"""The package's face: it names what stands on the floors."""
TYPES_ONLY = {("report", "engine")}
"""Imports upward that a type checker needs: only under TYPE_CHECKING."""

FORBIDDEN_MODULES = ("pickle", "cPickle", "dill", "joblib", "marshal", "shelve", "cloudpickle")
FORBIDDEN_CALLS = ("eval", "exec", "compile", "__import__")

MODULES = sorted(PACKAGE.rglob("*.py"))


class Import(NamedTuple):
    module: str
    line: int
    types_only: bool


def home(path: Path) -> str:
    """The floor a module stands on, or its own name where it stands on none."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(tree: ast.AST, types_only: bool = False) -> Iterator[Import]:
    """All imports of a module, those inside functions too."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (Import(name.name, node.lineno, types_only) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            assert node.module
            yield from (Import(f"{node.module}.{name.name}", node.lineno, types_only) for name in node.names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            for each in node.body:
                yield from imports(ast.Module([each], []), True)
            for each in node.orelse:
                yield from imports(ast.Module([each], []), types_only)
        else:
            yield from imports(node, types_only)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stands_on_a_floor_that_the_design_knows(path: Path) -> None:
    assert home(path) in (*FLOORS, *CELLAR, *DOORS)


@pytest.mark.parametrize("path", [p for p in MODULES if home(p) not in DOORS], ids=name_of)
def test_a_floor_imports_only_from_floors_below(path: Path) -> None:
    own = home(path)
    wrong = []
    for each in imports(parsed(path)):
        names = each.module.split(".")
        if names[0] != "jiaoyan_nlp":
            continue
        target = names[1]
        if target == "__version__" or target in CELLAR:
            continue
        below = own in FLOORS and target in FLOORS and FLOORS.index(target) <= FLOORS.index(own)
        if not below and not (each.types_only and (own, target) in TYPES_ONLY):
            wrong.append(f"line {each.line}: {own} imports {each.module}")
    assert not wrong


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


@pytest.mark.parametrize("path", [p for p in MODULES if home(p) != "cli"], ids=name_of)
def test_nothing_is_printed_and_nothing_ends_the_program_outside_the_cli(path: Path) -> None:
    wrong = [f"line {line}: {name}" for name, line in calls(parsed(path)) if name in ("print", "sys.exit", "exit", "quit", "os._exit", "input", "breakpoint")]
    assert not wrong
    assert not [i for i in imports(parsed(path)) if i.module.split(".")[0] == "click"], "click belongs to the cli"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_data_can_run_as_code(path: Path) -> None:
    tree = parsed(path)
    assert not [i for i in imports(tree) if i.module.split(".")[0] in FORBIDDEN_MODULES]
    assert not [(name, line) for name, line in calls(tree) if name in FORBIDDEN_CALLS]
    unsafe = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and ast.unparse(node.value) != "False"]
    assert not unsafe


NETWORK = ("urllib", "http", "socket", "requests", "httpx", "aiohttp", "ftplib", "smtplib")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_fetched(path: Path) -> None:
    assert not [i for i in imports(parsed(path)) if i.module.split(".")[0] in NETWORK]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_batch_runner_swallows_every_exception(path: Path) -> None:
    broad = [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not any(isinstance(each, ast.Raise) for each in node.body)
    ]
    assert not broad or name_of(path) == "engine/local.py"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_function_is_annotated(path: Path) -> None:
    loose = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            known = node.returns and all(a.annotation for a in arguments if a.arg not in ("self", "cls"))
            loose += [] if known else [f"line {node.lineno}: {node.name}"]
    assert not loose


def test_the_rules_of_this_file_see_what_they_forbid() -> None:
    tree = ast.parse("if TYPE_CHECKING:\n    from jiaoyan_nlp.engine import corpus\ndef f():\n    import pickle\n    eval('1')\n")
    assert list(imports(tree)) == [Import("jiaoyan_nlp.engine.corpus", 2, True), Import("pickle", 4, False)]
    assert list(calls(tree)) == [("eval", 5)]
