"""The project's own rules (CONTRIBUTING.md), as tests. Each finder is shown to find something before it is trusted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venv", "build", "out", ".run", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache"}
TEXT = {".py", ".sh", ".md", ".toml", ".txt", ".in", ".lock", ".po", ".html", ".css", ".js", ".svg", ".service", ""}
CODE = {".py", ".sh", ".css", ".js", ".html"}
MAX_LINES = 500

MACHINE_PATH = re.compile(r"(?<![\w.<>-])/(?:work|root|home|Users)/\w")
REGISTRY = re.compile(r"https?://[^\s\"')]*(?:pypi|pythonhosted|npmjs|crates\.io|proxy\.golang)")
IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")

# Ideographs that are no sentence to a reader: the product's name, a language's own name, samples.
NAMES = {"银色一键通", "银色一键通 Silver Key hub", "中文", "鿿", "您好", " KB for 您好)"}
# Whose work is Chinese itself: reading it aloud, and reading official texts. What they say to a person is elsewhere.
READS_CHINESE = ("kiosk/voice", "kiosk/content/policy")
# Modules of invented data (places, people, plates) for pictures, examples and the demonstration.
INVENTED = {"specimens.py", "examples.py", "demo.py", "stage.py"}
CHINESE_PLACES = (*READS_CHINESE, "kiosk/hub/hospital/demo")
# What puts a literal before a resident's eyes or ears.
SHOWING = {"setText", "setTitle", "setWindowTitle", "setToolTip", "setAccessibleName", "setAccessibleDescription",
           "setPlaceholderText", "drawText", "QLabel", "QPushButton", "announce"}  # fmt: skip


@cache
def files(*suffixes: str, under: str = "") -> tuple[Path, ...]:
    """The project's files, sorted, without what is made."""
    found = (path for path in (ROOT / under).rglob("*") if path.suffix in suffixes and path.is_file())
    return tuple(sorted(p for p in found if not MADE & set(p.relative_to(ROOT).parts)))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}:{line}"


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute, "" of anything else."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def imports(module: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(module) if isinstance(node, ast.ImportFrom)}


# ---- tests wait for conditions, and none is left out ----

WAITS = {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep", "QThread.sleep", "QThread.msleep"}
LEAVES_OUT = {"pytest.skip", "pytest.xfail", "pytest.importorskip", "pytest.mark.skip", "pytest.mark.skipif",
              "pytest.mark.xfail", "unittest.skip"}  # fmt: skip


def waits_and_skips(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        waits = isinstance(node, ast.Call) and dotted(node.func) in WAITS
        if waits or (isinstance(node, (ast.Attribute, ast.Name)) and dotted(node) in LEAVES_OUT):
            yield node.lineno  # type: ignore[attr-defined]  # each of the three has it


def test_no_test_sleeps_or_is_left_out() -> None:
    assert (
        list(waits_and_skips(ast.parse("time.sleep(1)\nqtbot.wait(5)\n@pytest.mark.skipif(True)\ndef f(): ..."))) != []
    )
    found = [where(path, line) for path in files(".py", under="tests") for line in waits_and_skips(tree(path))]
    assert found == []


def test_every_test_can_fail() -> None:
    """A test without an assertion, a raised expectation or a helper that asserts proves nothing."""
    idle = [
        where(path, node.lineno)
        for path in files(".py", under="tests")
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
        if not any(isinstance(inner, (ast.Assert, ast.Call)) for inner in ast.walk(node))
    ]
    assert idle == []


# ---- nothing of one machine, one registry, one person ----


def test_no_path_of_one_machine_and_no_registry() -> None:
    assert MACHINE_PATH.search("see /home/" + "li/x")
    assert REGISTRY.search("https://" + "pypi.org/simple")
    found = [
        where(path, number)
        for path in files(*TEXT)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if MACHINE_PATH.search(line) or REGISTRY.search(line)
    ]
    assert found == []


def telephone_numbers(text: str) -> list[str]:
    """What may be somebody's number: a placeholder has six zeros at least."""
    found = re.findall(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}-?[1-9]\d{6,7})(?![\d.])", text)
    return [number for number in found if number.count("0") < 6 and number != "0123456789"]


def test_telephone_numbers_are_placeholders() -> None:
    assert telephone_numbers("138" + "12345678, 13900000000, 021-58000000") == ["138" + "12345678"]
    searched = [path for path in files(*TEXT) if path.suffix != ".lock"]
    found = {where(path, 1): n for path in searched if (n := telephone_numbers(path.read_text("utf-8", "replace")))}
    assert found == {}


# ---- files stay short, and nothing is put off ----


def test_no_file_is_over_500_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in files(*CODE) if (n := len(p.read_text("utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_nothing_is_put_off() -> None:
    later = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
    found = [
        where(path, n)
        for path in files(*CODE)
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if later.search(line)
    ]
    assert found == []


def test_every_noqa_has_its_code_and_its_reason() -> None:
    bare = re.compile(r"# noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)* +[-#] \w)")
    assert bare.search("x = 1  # " + "noqa: S101")
    assert not bare.search("x = 1  # " + "noqa: S101 - why")
    found = [
        where(path, n)
        for path in files(".py", under="kiosk")
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


# ---- words live in the catalogues ----


def literals(module: ast.Module) -> Iterator[ast.Constant]:
    """The string constants that are not documentation."""
    documentation = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node


def test_no_chinese_text_in_code() -> None:
    assert [
        node.lineno for node in literals(ast.parse('"""文"""\nx = f"文{1}"')) if IDEOGRAPH.search(str(node.value))
    ] == [2]
    found = [
        f"{where(path, node.lineno)} {node.value!r}"
        for path in files(".py", under="kiosk")
        if path.name not in INVENTED and not any(path.is_relative_to(ROOT / part) for part in CHINESE_PLACES)
        for node in literals(tree(path))
        if IDEOGRAPH.search(str(node.value)) and node.value not in NAMES
    ]
    assert found == []


def bare_words(module: ast.Module) -> Iterator[int]:
    """Literals a view would show: two words in a row, or any letters given to something that shows text."""
    yield from (literal.lineno for literal in literals(module) if WORDS.search(str(literal.value)))
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in SHOWING:
            shown = [arg for arg in node.args if isinstance(arg, (ast.Constant, ast.JoinedStr))]
            texts = [str(part.value) for arg in shown for part in ast.walk(arg) if isinstance(part, ast.Constant)]
            if any(re.search(r"[^\W\d]", text) for text in texts):
                yield node.lineno


def test_no_bare_string_in_a_view() -> None:
    assert list(bare_words(ast.parse('label.setText("Taxi")\ny = "two words"'))) == [2, 1]
    views = [*files(".py", under="kiosk/screens"), *files(".py", under="kiosk/ui")]
    shown = [path for path in views if path.name == "view.py" or "widgets" in path.parts]
    found = [where(path, line) for path in shown for line in bare_words(tree(path))]
    assert found == []


# ---- what import-linter cannot say ----


def test_only_views_know_the_toolkit_of_widgets() -> None:
    found = [
        where(path, 1)
        for path in files(".py", under="kiosk/screens")
        if path.name != "view.py" and any(re.match(r"(PySide6|kiosk\.ui)\b", name) for name in imports(tree(path)))
    ]
    assert found == []


def test_qt_never_calls_python_to_log() -> None:
    """Its threads would wait for Python while Python waits for them: kiosk.ui.app."""
    calls = re.compile(r"\bqInstallMessageHandler\b")
    assert calls.search("    qInstallMessageHandler(said)")
    found = [path for path in files(".py", under="kiosk") if calls.search(path.read_text("utf-8"))]
    assert found == []


HEAVY = ("pydantic", "kiosk.protocol.", "kiosk.adapters.hub.wire")
LIGHT = ("kiosk.protocol.enrolment",)


def loaded_at_once(module: ast.Module) -> Iterator[int]:
    """Lines of functions that import a heavy module without `load()` before it (kiosk.adapters.hub.heavy)."""
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        heavy = [n.lineno for n in function.body if isinstance(n, ast.ImportFrom) and is_heavy(n.module or "")]
        calls = [n.lineno for n in ast.walk(function) if isinstance(n, ast.Call) and dotted(n.func) == "load"]
        if heavy and not any(line < min(heavy) for line in calls):
            yield min(heavy)


def is_heavy(name: str) -> bool:
    return name.startswith(HEAVY) and not name.startswith(LIGHT)


def test_what_a_first_call_needs_is_loaded_by_one_thread_at_a_time() -> None:
    assert list(loaded_at_once(ast.parse("def f():\n    from pydantic import BaseModel\n"))) == [2]
    kiosks = [path for path in files(".py", under="kiosk/adapters") if path.name != "heavy.py"]
    assert [where(path, line) for path in kiosks for line in loaded_at_once(tree(path))] == []


def test_every_adapter_without_qt_stands_in_the_contract() -> None:
    contract = (ROOT / "pyproject.toml").read_text("utf-8")
    missing = []
    for path in sorted((ROOT / "kiosk/adapters").iterdir()):
        if path.name.startswith("__"):
            continue
        parts = path.rglob("*.py") if path.is_dir() else [path]
        if not any(name.startswith("PySide6") for part in parts for name in imports(tree(part))):
            missing += [path.stem] if f'"kiosk.adapters.{path.stem}"' not in contract else []
    assert missing == []


@pytest.mark.parametrize("name", ["sqlalchemy", "requests", "fastapi", "pypinyin", "PySide6"])
def test_the_command_line_loads_nothing_heavy_at_the_top(name: str) -> None:
    top = ast.Module(
        [node for node in tree(ROOT / "kiosk/cli.py").body if isinstance(node, (ast.Import, ast.ImportFrom))], []
    )
    assert not any(found.split(".")[0] == name for found in imports(top))
