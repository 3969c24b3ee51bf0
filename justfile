# Every command of the project. `uv run just` lists them; each recipe is one or two lines that can be read.

set shell := ["bash", "-euo", "pipefail", "-c"]
export PATH := justfile_directory() / ".venv/bin" + ":" + env("PATH")

# rules, protocol and lists; processes, images and the 1,000 leases are the same on any version
pg16 := "tests/server/closets tests/server/identity tests/server/listings tests/server/jobs tests/server/kit/test_db.py tests/server/kit/test_migrations.py tests/server/kit/test_idempotency.py tests/server/test_retention.py --deselect tests/server/jobs/test_lease.py::test_two_devices_two_jobs_two_web_processes_one_lease_a_thousand_times"

[private]
default:
    @just --list --unsorted

# the main job, from photos to a relist: embedded PostgreSQL and Valkey, real Chromium, the sandbox Vinted (--headed shows it)
demo *args: build
    @python -m vintedbot demo {{ args }}

# the server for use by hand on the real site; with --sandbox also a Chromium on the sandbox
up *args: build
    @python -m vintedbot up {{ args }}

# all tests
test *args: build
    npm --prefix extension test
    @just test-pg16
    python -m pytest -n 2 {{ args }}

# what speaks SQL once more on PostgreSQL 16
test-pg16 *args=pg16:
    VINTEDBOT_PG=16 python -m pytest -n 2 {{ args }}

# format, lint, types, drift of schemas and migrations, import rules, secrets, dependency audit
[parallel]
check: _check-python _check-mypy _check-typescript _check-contract _check-audit

# one JSON line per figure: analysis · api · engine · extension · photos · pricing · sync
bench name *args: build
    @uv run --group bench python -m tests.bench.{{ name }} {{ args }}

# random acts and faults on the real stack, then Vinted's truth against our record: --seeds 200, or --seed 17 alone
chaos *args: build
    @python -m tests.chaos.run {{ args }}

# build the extension and the portal, if their sources changed
build:
    @python -m tests.browser.extension_build

# write wire.ts and schemas.json from the structs
schemas:
    python shared-schemas/generate.py

# bring all code into the house format
format: npm
    ruff format . && ruff check --fix .
    npm --prefix extension run format

# pin every package at one version: pyproject.toml for Python, package-lock.json for npm
lock:
    python -m tests.contract.lock
    npm --prefix extension install --package-lock-only --ignore-scripts

# the npm packages, as locked
[private]
npm:
    @python -m tests.browser.extension_build packages

_check-python:
    ruff format --check . && ruff check .

_check-mypy:
    mypy

_check-typescript: npm
    npm --prefix extension run check

_check-contract:
    python shared-schemas/generate.py --check
    python -m vintedbot migrations-check
    python -m pytest -q -p no:cacheprovider tests/contract/test_import_rules.py tests/contract/test_secrets.py

_check-audit:
    python -m tests.contract.audit
