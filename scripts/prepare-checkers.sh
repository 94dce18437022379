#!/usr/bin/env bash
# Installs what tests/checkers needs beyond npm: shellcheck, a Java 17 runtime, kubectl and docker-compose. Idempotent.
# Debian's package mirror is the only network that it uses; needs root for the Debian packages.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
command -v shellcheck >/dev/null || packages+=(shellcheck)
major=$(java -version 2>&1 | sed -nE 's/.* version "([0-9]+).*/\1/p' || true)
[ "${major:-0}" -ge 17 ] || packages+=(openjdk-17-jre-headless)

if [ ${#packages[@]} -gt 0 ]; then
  echo "prepare-checkers: installing ${packages[*]} with apt-get (10 to 60 seconds)"
  apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null 2>&1 || {
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
  }
fi

if [ -x .tools/bin/kubectl ] && [ -x .tools/bin/docker-compose ]; then
  echo 'prepare-checkers: .tools is complete'
elif [ -x ../shared/checkers/install ]; then
  echo 'prepare-checkers: fetching kubectl, kustomize and docker-compose into .tools (10 to 60 seconds)'
  ../shared/checkers/install .tools
else
  echo 'prepare-checkers: no ../shared/checkers/install; put kubectl and docker-compose into .tools/bin by hand' >&2
fi

for tool in shellcheck java .tools/bin/kubectl .tools/bin/docker-compose; do
  command -v "$tool" >/dev/null && echo "prepare-checkers: $tool present" || echo "prepare-checkers: $tool MISSING" >&2
done
