# Sourced: find_java prints the home of a JDK 25 or newer, or says what it saw and what to install.

java_major() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

java_homes() {
  [ -z "${DOORWARD_JAVA_HOME:-}" ] || echo "$DOORWARD_JAVA_HOME"
  [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
  if command -v java >/dev/null 2>&1; then
    dirname "$(dirname "$(readlink -f "$(command -v java)")")"
  fi
  for home in /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ ! -d "$home" ] || echo "$home"
  done
}

find_java() {
  seen=
  while IFS= read -r home; do
    major=$(java_major "$home")
    [ -n "$major" ] || continue
    if [ "$major" -ge 25 ] && [ -x "$home/bin/javac" ]; then
      echo "$home"
      return 0
    fi
    seen="$seen
  $home (Java $major)"
  done <<HOMES
$(java_homes)
HOMES
  echo "doorward: no JDK 25 or newer was found.${seen:+ Seen:$seen}" >&2
  echo "Install one, for example Temurin 25 from https://adoptium.net, and name it by DOORWARD_JAVA_HOME if it lies elsewhere." >&2
  return 1
}
