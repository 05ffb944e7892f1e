#!/usr/bin/env bash
# Makes the Python 3.10 environment in the directory $1 from requirements.txt; installs only what is missing.
set -euo pipefail
venv=$1
if ! python3.10 -c 'import venv, ensurepip' >/dev/null 2>&1; then
  echo "Python 3.10 est introuvable (ou sans le module venv) : installez-le, par exemple avec « pyenv install 3.10 », puis relancez." >&2
  exit 1
fi
[ -x "$venv/bin/python" ] || { echo "Environnement Python 3.10 dans $venv…"; python3.10 -m venv "$venv"; }
# uv installs the pinned list in seconds; where it cannot reach the registry as pip does, pip takes over (two minutes).
if [ ! -x "$venv/bin/uv" ]; then
  pins=$(mktemp)
  trap 'rm -f "$pins"' EXIT
  sed -n '/^uv==/,/^[^ ]/p' requirements.txt | sed '1!{/^[^ ]/d}' >"$pins"
  "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes -r "$pins"
fi
echo "Installation des bibliothèques (2 Go, une fois)…"
"$venv/bin/uv" pip install --no-config --compile-bytecode --no-deps --require-hashes -q -r requirements.txt --python "$venv/bin/python" ||
  "$venv/bin/pip" install --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
"$venv/bin/pip" install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
touch "$venv/.ready"
