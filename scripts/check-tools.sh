#!/bin/sh
# Looks for the tools that must be there beforehand. One sentence for each that is missing or too old, then exit 1.
missing=0

complain() {
  echo "$1" >&2
  missing=1
}

# at_least 1.11.4 1.9: is the first version not older than the second? Compares major and minor.
at_least() {
  [ "${1%%.*}" -gt "${2%%.*}" ] && return 0
  rest=${1#*.}
  [ "${1%%.*}" -eq "${2%%.*}" ] && [ "${rest%%.*}" -ge "${2#*.}" ]
}

# need <command> <minimum> <command that prints the version> <what to do>: the first x.y in its output is the version.
need() {
  if ! command -v "$1" >/dev/null 2>&1; then
    complain "$1 is missing: $4."
    return
  fi
  found=$(sh -c "$3" 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
  if ! at_least "${found:-0.0}" "$2"; then
    complain "$1 is version ${found:-unknown}, and $2 or newer is needed: $4."
  fi
}

need node 20.0 'node --version' 'install Node.js 20 or newer from nodejs.org'
need npm 9.0 'npm --version' 'it comes with Node.js'
need python3 3.10 'python3 --version' 'install Python 3.10 or newer from python.org or your package manager'
need terraform 1.9 'terraform version' 'install Terraform 1.9 or newer from developer.hashicorp.com/terraform/install'
need make 3.81 'make --version' 'install GNU make with your package manager'

if command -v python3 >/dev/null 2>&1 && ! python3 -c 'import venv, ensurepip' >/dev/null 2>&1; then
  complain "python3 has no venv module: install it with your package manager (Debian and Ubuntu: python3-venv)."
fi

exit "$missing"
