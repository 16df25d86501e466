# `make run` and `make test` do everything from a fresh clone; the rest is for developers.
SHELL := /bin/sh
VENV := .venv/bin
MODEL := models/assistant.tar.gz
PORT ?= 5005
TRAINED_FROM := config.yml domain.yml $(wildcard data/*.yml) \
	$(wildcard assistant/understanding/*.py assistant/nlu/*.py assistant/policies/*.py) \
	knowledge/follow_ups.yml encoder/dutch-e5-small/model.onnx

export PYTHONWARNINGS := ignore::DeprecationWarning
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.PHONY: safety safety-release production services proof proof-faults proof-load proof-soak proof-browser run test check lint types unit stories held-out web e2e handover evaluate benchmark baselines encoder vectors widget browser screenshots setup train lock sbom audit privacy messengers tensorflow traces official-model clean

run: $(MODEL)
	@PORT=$(PORT) exec $(VENV)/assistant serve

test: setup
	@scripts/test.sh

setup: .venv/.complete
train: $(MODEL)

.venv/.complete: requirements/run.txt requirements/test.txt pyproject.toml scripts/setup.sh
	@scripts/setup.sh

$(MODEL): .venv/.complete $(TRAINED_FROM)
	@echo "==> Training (one to two minutes)"
	@$(VENV)/assistant train

check: setup
	@$(VENV)/assistant check

lint: setup
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .

types: setup
	@$(VENV)/mypy

unit: setup services
	@$(VENV)/pytest -q tests/unit

stories: $(MODEL)
	@$(VENV)/rasa test core --model models --stories tests/test_stories.yml \
		--fail-on-prediction-errors --out results

# Properties of the gate and each of its detectors removed in turn.
safety: $(MODEL)
	@$(VENV)/pytest -q tests/safety

# The sealed half, once per release; appends the result to docs/safety.md.
safety-release: $(MODEL)
	@test -z "$$(git status --porcelain)" || { echo "Commit first."; exit 1; }
	@$(VENV)/python -m evaluation.safety_release "$$(git rev-parse --short=12 HEAD)"

held-out: $(MODEL)
	@$(VENV)/python -m evaluation --gate

# On SQLite and on a PostgreSQL that the tests start.
privacy: setup services
	@$(VENV)/pytest -q tests/privacy

# Real servers, with stand-ins for the messengers' own (tests/messengers/platforms).
messengers: $(MODEL)
	@$(VENV)/pytest -q tests/messengers

# The website's chat on real servers, with SQLite and with PostgreSQL.
web: $(MODEL) services
	@$(VENV)/pytest -q tests/web

# Workers with PostgreSQL, Redis and RabbitMQ, deploy/, and two rounds of every fault.
production: $(MODEL) services
	@$(VENV)/pytest -q tests/production

# The services that tests start themselves, from Debian's packages.
services:
	@scripts/services.sh

# Faults, load and soak in full; each goes on where it was stopped (results/*.json).
proof: proof-faults proof-load proof-soak proof-browser
proof-faults: $(MODEL) services
	@$(VENV)/python -W ignore -m evaluation.production.faults
proof-load: $(MODEL) services
	@scripts/load.sh
proof-soak: $(MODEL) services
	@$(VENV)/python -W ignore -m evaluation.production.soak

# Sticky risks, the form, and delivery to a real mail server and HTTP server.
handover: $(MODEL)
	@$(VENV)/pytest -q tests/handover

e2e: $(MODEL)
	@$(VENV)/pytest -q tests/e2e

# The widget's one file, from its source in widget/.
widget:
	@scripts/browser.sh
	@npm run --silent --prefix widget check
	@npm run --silent --prefix widget test
	@npm run --silent --prefix widget build

# In a real browser, which scripts/browser.sh installs, or says how to.
browser: $(MODEL)
	@scripts/browser.sh
	@npm run --silent --prefix widget check
	@npm run --silent --prefix widget test
	@$(VENV)/pytest -q tests/browser

# A hundred reloads, killed servers and lost networks; ten to sixteen minutes.
proof-browser: $(MODEL)
	@scripts/browser.sh
	@ASSISTANT_CYCLES=100 $(VENV)/pytest -q tests/browser -k cycles

# The pictures of the README.
screenshots: $(MODEL)
	@scripts/browser.sh
	@$(VENV)/python -m tests.browser.screenshots

# WITH_BASELINES=1 compares with DIET, tf-idf, frozen e5 and nlp.js: first `make baselines`.
evaluate: $(MODEL)
	@$(VENV)/python -m evaluation $(if $(WITH_BASELINES),--with-baselines)

benchmark: $(MODEL) services
	@$(VENV)/python -m evaluation.benchmark $(if $(WITH_BASELINES),--with-baselines)
	@$(VENV)/python -W ignore -m evaluation.production.speed
	@$(VENV)/python -W ignore -m evaluation.messenger_benchmark
	@scripts/browser.sh
	@$(VENV)/python -m evaluation.widget_benchmark

# The vectors of new training messages, so that training is quick again; half a minute.
vectors: setup
	@PYTHONPATH=encoder:. $(VENV)/python -m recipe.vectors

baselines: setup
	@scripts/baselines.sh

# Refines the sentence encoder on nlu.yml and risks.yml, in an environment of its own (an hour or more).
encoder:
	@scripts/encoder.sh

# Locks again from the .in files; needs uv.
lock:
	cd requirements && uv pip compile --quiet --python-version 3.10 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" \
		--override without-tensorflow.txt run.in --output-file run.txt
	cd requirements && uv pip compile --quiet --python-version 3.10 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" test.in --output-file test.txt
	cd requirements && uv pip compile --quiet --python-version 3.10 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" tensorflow.in \
		--output-file tensorflow.txt
	cd requirements && uv pip compile --quiet --python-version 3.10 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" tools.in --output-file tools.txt
	cd requirements && uv pip compile --quiet --python-version 3.10 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" traces.in --output-file traces.txt

# CycloneDX bills of materials of the locks, into results/.
sbom:
	@scripts/dependencies.sh sbom

# Known weaknesses of the locked versions; needs the network.
audit:
	@scripts/dependencies.sh audit

# Only for a component that computes with TensorFlow (DIET, TED, ResponseSelector).
tensorflow: setup
	$(VENV)/python -m pip install --no-deps --require-hashes -r requirements/tensorflow.txt

# OpenTelemetry, for ASSISTANT_TRACES (docs/settings.md).
traces: setup
	$(VENV)/python -m pip install --no-deps --require-hashes -r requirements/traces.txt

# Explosion's own Dutch model instead of the vendored rebuild; keeps the latter on any failure.
official-model: setup
	@scripts/official_model.sh

clean:
	rm -rf .venv .rasa models results tracker.db*
