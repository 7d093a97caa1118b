"""The house's own rules: imports follow the arrows, files are rooms, commits name no machine."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from conftest import ON_BOTH, SHARED, WHOLE

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("storage", "crawler", "web", "scheduler", "demo")
# design.md, section 3: who may import whom.
ARROWS = {
    "storage": {"storage"},
    "crawler": {"crawler", "storage"},
    "web": {"web", "storage"},
    "demo": {"demo"},
    "scheduler": set(PACKAGES),
}


def _modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def _imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_follow_the_arrows(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(package)
        for name in _imported(ast.parse(path.read_text(encoding="utf-8")))
        if name.split(".")[0] in PACKAGES and name.split(".")[0] not in ARROWS[package]
    ]
    assert wrong == []


def test_only_extract_calls_trafilatura() -> None:
    callers = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in _modules(package)
        for name in _imported(ast.parse(path.read_text(encoding="utf-8")))
        if name.split(".")[0] == "trafilatura"
    }
    assert callers == {"crawler/extract.py"}


def test_the_imported_packages_are_this_checkouts() -> None:
    for package in PACKAGES:
        module = importlib.import_module(package)
        assert Path(module.__file__ or "").parent == ROOT / package


def test_every_package_is_listed_for_installation() -> None:
    listed = set(re.findall(r'"([a-z_.]+)"', _packages_of_pyproject()))
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in PACKAGES
        for path in (ROOT / package).rglob("__init__.py")
    }
    assert listed == there


def _packages_of_pyproject() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r"\[tool\.setuptools\]\npackages = \[(.*?)\]", text, re.DOTALL)
    assert found
    return found.group(1)


def test_no_import_cycle_inside_a_package() -> None:
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
    for package in PACKAGES:
        for path in _modules(package):
            assert path.name == "__init__.py" or _is_acyclic(path), path
    names = [package for package in PACKAGES if package != "scheduler"]
    subprocess.run([sys.executable, "-c", code, *names], check=True, cwd=ROOT)


def _is_acyclic(path: Path) -> bool:
    """Follow top-level imports of our own modules from this file; it must not come back to itself."""
    start = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    todo, seen = [start], set()
    while todo:
        for name in _top_level_imports(todo.pop()):
            if name == start:
                return False
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return True


@pytest.mark.parametrize("names", [ON_BOTH, SHARED, WHOLE])
def test_what_is_said_of_a_file_of_tests_is_said_of_one_that_is_there(names: tuple[str, ...]) -> None:
    assert [name for name in names if not (ROOT / "tests" / name).exists()] == []


@cache  # asked for by every module that reaches it
def _top_level_imports(module: str) -> list[str]:
    path = ROOT / (module.replace(".", "/") + ".py")
    if not path.exists():
        return []
    found: list[str] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name for name in inside if (ROOT / (name.replace(".", "/") + ".py")).exists()] or [node.module]
    return found


def test_nothing_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(r"/work/|/root/|pypi\.org|files\.pythonhosted|registry\.npmjs|/opt/pypi")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout: nothing tells which files are committed (shared)")
    found = [
        name
        for name in tracked.stdout.split()
        if name != "tests/test_house.py"
        and (ROOT / name).exists()
        and forbidden.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
