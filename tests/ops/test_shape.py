"""What the committed files promise: no default secret, no registry's address, one way to prove."""

import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from dsr_site.settings import environment as settings_environment
from ops import check, environment, places

REQUIRED = (
    "DSR_SECRET_KEY",
    "DSR_ALLOWED_HOSTS",
    "DSR_BASE_URL",
    "DSR_EMAIL_URL",
    "DSR_TEAM_EMAIL",
    "DATABASE_URL",
    "REDIS_URL",
)
COMPLETE = check.PRODUCTION | {
    "DSR_SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgresql:///nowhere",
    "REDIS_URL": "redis://nowhere",
}


def _production(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=places.ROOT,
        env={"PATH": "/usr/bin:/bin"} | env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_all_is_named():
    assert _production(dict(COMPLETE)).returncode == 0


@pytest.mark.parametrize("missing", REQUIRED)
def test_production_refuses_to_start_without(missing):
    done = _production({key: value for key, value in COMPLETE.items() if key != missing})
    assert done.returncode != 0
    assert missing in done.stderr


def test_no_secret_in_the_compose_file_has_a_default():
    text = (places.ROOT / "docker-compose.yml").read_text()
    used = re.findall(r"\$\{([A-Z_]*(?:SECRET|PASSWORD|TLS|EMAIL_URL)[A-Z_]*)([^A-Z}]*)", text)
    assert used
    # Former secrets: there are none until one was changed, and none is what nothing stands for.
    asked = {name: after for name, after in used if name != "DSR_SECRET_KEY_FALLBACKS"}
    assert {after[:2] for after in asked.values()} == {":?"}
    assert dict(used)["DSR_SECRET_KEY_FALLBACKS"] == ":-"


def test_every_variable_of_the_compose_file_is_in_the_example():
    used = set(re.findall(r"\$\{([A-Z_]+)", (places.ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"(?m)^([A-Z_]+)=", (places.ROOT / ".env.example").read_text()))
    assert used == named


def test_example_environment_holds_no_secret():
    lines = (places.ROOT / ".env.example").read_text().splitlines()
    secrets = [line for line in lines if re.match(r"\w*(SECRET|PASSWORD|KEY)\w*=.+", line)]
    assert secrets
    assert {line.partition("=")[2] for line in secrets} == {"replace-me"}


def test_production_does_not_start_with_an_example_secret(monkeypatch):
    monkeypatch.setenv("DSR_SECRET_KEY", "replace-me")
    with pytest.raises(ImproperlyConfigured, match="DSR_SECRET_KEY"):
        settings_environment.text("DSR_SECRET_KEY")
    monkeypatch.setenv("DATABASE_URL", "postgresql://dsr:replace-me@postgres:5432/dsr")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        settings_environment.database("DATABASE_URL")


def test_no_committed_file_names_a_package_registry():
    parts = (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"))
    hosts = [".".join(part) for part in parts]
    listed = subprocess.run(
        ["git", "grep", "-lIiF", *[word for host in hosts for word in ("-e", host)]],
        cwd=places.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.stdout == ""


@pytest.mark.parametrize("lock", ["base", "test", "services"])
def test_every_locked_package_carries_hashes(lock):
    text = (environment.REQUIREMENTS / f"{lock}.txt").read_text()
    packages = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert packages
    assert [p.split()[0] for p in packages if "--hash=sha256:" not in p] == []


def test_what_the_tests_run_on_is_what_production_runs_on():
    assert environment.pins("base") <= environment.pins("test")


def test_outside_checks_call_make_test():
    assert "make test" in (places.ROOT / ".ci" / "run").read_text()
