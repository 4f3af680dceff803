# Sourced: node_fits says whether Node.js 20 or newer is here with npm, from wherever they came.

node_fits() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || return 1
  major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  [ -n "$major" ] && [ "$major" -ge 20 ]
}

# Whether the packages that apt knows of would do; Debian 12 has an older one.
node_is_packaged() {
  major=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: \([0-9]*\)\..*/\1/p')
  [ -n "$major" ] && [ "$major" -ge 20 ]
}
