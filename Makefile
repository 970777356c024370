# Each target sets up what it needs: Python 3.11 or newer and make are all that has to be there.
# PYTHON=python3.12 chooses the Python that makes .venv; PORT=8001 the port of `make run`.

PYTHON ?= python3
PORT ?= 8000
PYTEST_ARGS ?=

LONG = tests/concurrency tests/demo tests/stateful tests/api/test_compiled.py $(addprefix tests/changes/test_,network_difference.py past.py) \
	tests/fuzz/test_known.py \
	$(addprefix tests/conventions/test_,plans.py readme_commands.py) \
	$(addprefix tests/scope/test_random_,networks.py pasts.py) tests/network_files/test_interrupted_import.py \
	$(addprefix tests/command_line/test_,attaching.py network_files.py) \
	tests/neo4j_process/test_private_neo4j.py tests/pages/test_wheel.py \
	$(addprefix tests/operation/test_,backup.py bookmarks.py demonstration.py full_disk.py \
	connection_limits.py losing_the_database.py migrations.py parting_opt_outs.py planning.py siblings.py taking_over.py \
	turns_of_the_loop.py workers.py)
CLIENTS = tests/clients
CONTAINERS = tests/containers
# Of the tests in a browser one is in `make test` too, where there is a browser. The others come after it.
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))
WALK = tests/web/test_walk.py
WEB = $(filter-out $(WALK),$(wildcard tests/web/test_*.py))

BIN = .venv/bin
INSTALLED = .venv/.installed
FOR_TESTS = .venv/.installed-for-tests

.PHONY: run pages test test-clients test-docker test-long test-random test-web lint false-alarms bench lock screenshots clean

# The pages are built while Neo4j is fetched. Without them the service starts, and says at `/` why they are missing.
run: $(INSTALLED)
	@$(BIN)/python -m service.neo4j_process & $(BIN)/python web/build.py --go-on; wait
	AUTHORITY_NETWORK_PORT=$(PORT) $(BIN)/authority-network serve --demo

pages: $(INSTALLED)
	$(BIN)/python web/build.py

# Java compiles lightly: to compile wholly takes more of two processors than it gives back in these minutes.
test test-long: export JDK_JAVA_OPTIONS = -XX:TieredStopAtLevel=1

# Two processes, each with a Neo4j of its own; what stays together in a file stays together in a process.
test: $(FOR_TESTS) pages
	@$(if $(CHROMIUM),:,echo "There is no Chromium: $(WALK) is left to \`make test-web\`, which installs it or says how" >&2)
	$(BIN)/python -m pytest -n 2 --dist loadfile $(addprefix --ignore ,$(LONG) $(CLIENTS) $(CONTAINERS) $(WEB) $(if $(CHROMIUM),,$(WALK))) $(PYTEST_ARGS)

# Races of many clients, sequences of acts, pasts, interrupted imports, full disks, backups, and every field of the
# demonstration network: minutes.
test-long: $(FOR_TESTS)
	$(BIN)/python -m pytest -n 2 --dist loadfile $(LONG) $(PYTEST_ARGS)

# Longer sequences of acts and more fuzzed requests, which differ every time: a quarter of an hour and more.
test-random: $(FOR_TESTS)
	$(BIN)/python -m pytest tests/stateful tests/fuzz --hypothesis-profile long $(PYTEST_ARGS)

# The pages in a browser: Chromium comes by apt where this may install it.
test-web: $(FOR_TESTS) pages
	@[ -n "$(CHROMIUM)" ] || { [ "$$(id -u)" = 0 ] && apt-get install --yes --no-install-recommends chromium >/dev/null; } || { echo "There is no Chromium: install the package chromium, as in \`sudo apt-get install chromium\`" >&2; exit 1; }
	$(BIN)/python -m pytest $(WALK) $(WEB) $(PYTEST_ARGS)

# The pictures of the README.
screenshots: $(FOR_TESTS) pages
	$(BIN)/python -m tests.web.screenshots

# The example clients are what their generators make of the schema today: some hundred packages are installed for it.
test-clients: $(FOR_TESTS)
	$(BIN)/python -m pytest $(CLIENTS) $(PYTEST_ARGS)

# Dockerfile and docker-compose.yml are built and run by a Docker that ends with the tests: Linux and root alone.
test-docker: $(FOR_TESTS)
	$(CONTAINERS)/sandbox.sh $(BIN)/python -m pytest $(CONTAINERS) $(PYTEST_ARGS)

lint: $(FOR_TESTS)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Nobody may be refused by a database that is only slow: two minutes beside sixteen busy processes.
false-alarms: $(FOR_TESTS)
	$(BIN)/python -m bench.false_alarms --minutes 2

bench: $(FOR_TESTS)
	$(BIN)/python -m bench

# Data (.data) and the jars in the user's cache stay.
clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .grimp_cache .hypothesis dist
	rm -rf web/node_modules web/dist tests/*/node_modules examples/*/node_modules examples/*/.venv

# The stamp is written last, so an interrupted installation is done again.
$(INSTALLED): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not there: install Python 3.11 or newer, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11: name a newer one, as in make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "$(PYTHON) cannot make a virtual environment: on Debian and Ubuntu install python3-venv" >&2; rm -rf .venv; exit 1; }
	@$(BIN)/python packages.py requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)

$(FOR_TESTS): $(INSTALLED) requirements-dev.lock
	@$(BIN)/python packages.py requirements-dev.lock
	@touch $(FOR_TESTS)

# Pins what pyproject.toml asks for anew, by uv: versions that are pinned and still fit stay.
LOCK = uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-header --python-version 3.11 --quiet
lock:
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock
