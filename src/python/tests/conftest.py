"""Where the tests find the program and the examples."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def examples() -> Path:
    return ROOT / "examples"


@pytest.fixture(scope="session")
def program() -> str:
    program = os.environ.get("MUWAZI_PROGRAM", str(ROOT / "target/release/muwazi"))
    if not os.path.exists(program):
        pytest.skip(f"no program at {program}")
    return program


@pytest.fixture(scope="session")
def sets() -> Path:
    shared = Path(os.environ.get("MUWAZI_SHARED", ROOT.parent / "shared"))
    if not shared.is_dir():
        pytest.skip("needs the shared data")
    return shared / "eval" / "align"


class CargoWords:
    """Tells of each test in the words of ``cargo test``, which the checks count."""

    def __init__(self) -> None:
        self.failed = 0
        print("     Running src/python/tests (pytest)")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        name = report.nodeid.replace(" ", "_")
        outcome = {"passed": "ok", "failed": "FAILED"}.get(report.outcome, "ignored")
        self.failed += report.outcome == "failed"
        # After the dot of the usual report.
        print(f"\ntest {name} ... {outcome}")
        if report.outcome == "failed":
            print(report.longreprtext)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed += 1
            print(f"test {report.nodeid} ... FAILED\n{report.longrepr}")

    def pytest_sessionfinish(self) -> None:
        print(f"test result: {'FAILED' if self.failed else 'ok'}. {self.failed} failed")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("MUWAZI_CARGO_WORDS"):
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(CargoWords())
