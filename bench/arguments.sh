# Sourced: what the commands which measure ask of their arguments and of the machine.

# positive NUMBER... ends with exit code 2 where one is no number above 0.
positive() {
  for number in "$@"; do
    case $number in
      ''|*[!0-9]*|0) echo "bench: not a number above 0: $number" >&2; exit 2 ;;
    esac
  done
}

# needs INSTALL TOOL... ends with exit code 1, and with how to install it, where a tool is missing.
needs() {
  local install=$1
  shift
  for tool in "$@"; do
    command -v "$tool" > /dev/null 2>&1 || { echo "bench: $tool is missing; on Debian: $install" >&2; exit 1; }
  done
}
