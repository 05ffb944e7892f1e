# Every target is safe to run again and does only what is stale. `make help` lists them.
VENV := .venv
PYTHON := $(VENV)/bin/python
ARIANE := $(VENV)/bin/ariane
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run chat train prepare test lint format widget evaluate bench pins clean

help: ## liste les cibles
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## crée l'environnement Python 3.10 (deux minutes au plus la première fois)

$(VENV)/.ready: requirements.txt pyproject.toml deploy/setup.sh
	@deploy/setup.sh $(VENV)

run: setup ## prépare ce qui n'est pas à jour et démarre Ariane (Ctrl-C arrête tout)
	@$(ARIANE) run

chat: setup ## converse dans le terminal avec l'Ariane démarrée par « make run »
	@$(ARIANE) chat

train: setup ## entraîne le modèle si quelque chose a changé
	@$(ARIANE) train

lint: setup ## style et types du code (ruff, mypy), puis contenu
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(ARIANE) knowledge check --quiet

format: setup ## met le code en forme
	@$(VENV)/bin/ruff check --fix-only .
	@$(VENV)/bin/ruff format .

widget: widget/node_modules/.ready ## refait le widget à partir de ses sources (npm)
	@cd widget && npm run --silent build

# Without npm the browser tests skip what needs it, and say so.
widget/node_modules/.ready: widget/package.json
	@if command -v npm >/dev/null; then cd widget && npm install --silent --no-audit --no-fund --no-package-lock && touch node_modules/.ready; fi

test: setup widget/node_modules/.ready ## toutes les vérifications et tous les essais
	@$(ARIANE) knowledge build
	@# Beside the training, which takes longest, what does not wait for it.
	@$(MAKE) --no-print-directory -j2 lint train prepare
	@# Two files at a time: each pair of servers takes 800 MB.
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

prepare: setup ## apprend d’avance à reconnaître les faits de chaque métier, si le contenu a changé
	@$(ARIANE) knowledge prepare

evaluate: setup ## mesure la compréhension sur les questions mises de côté (rapport dans var/reports/)
	@$(ARIANE) evaluate

bench: setup ## mesure la vitesse face à Rasa d'origine (une demi-heure ; la première fois une heure de plus)
	@$(PYTHON) -m benchmarks.speed

pins: setup ## renouvelle requirements.txt à partir de pyproject.toml
	@$(VENV)/bin/uv pip compile -q pyproject.toml --extra dev --python-version 3.10 --upgrade --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.txt

clean: ## enlève ce qui se refait : base, modèle, conversations (l'environnement reste)
	@rm -rf var .rasa .pytest_cache .mypy_cache .ruff_cache
