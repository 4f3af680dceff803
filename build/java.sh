# Sourced: find_java prints the home of a JDK 25 or newer, or says what it saw and what to install.

java_major() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

java_fits() {
  major=$(java_major "$1")
  [ -n "$major" ] && [ "$major" -ge 25 ] && [ -x "$1/bin/javac" ]
}

java_homes() {
  [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
  if command -v java >/dev/null 2>&1; then
    dirname "$(dirname "$(readlink -f "$(command -v java)")")"
  fi
  for home in /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ ! -d "$home" ] || echo "$home"
  done
}

find_java() {
  # Whoever names one means that one: another in its place would surprise.
  if [ -n "${DOORWARD_JAVA_HOME:-}" ]; then
    if java_fits "$DOORWARD_JAVA_HOME"; then
      echo "$DOORWARD_JAVA_HOME"
      return 0
    fi
    echo "doorward: DOORWARD_JAVA_HOME is $DOORWARD_JAVA_HOME, which is no JDK 25 or newer${major:+ (Java $major)}." >&2
    echo "Name the home of one, or unset it to have one looked for." >&2
    return 1
  fi
  seen=
  while IFS= read -r home; do
    if java_fits "$home"; then
      echo "$home"
      return 0
    fi
    [ -n "$major" ] || continue
    seen="$seen
  $home (Java $major)"
  done <<HOMES
$(java_homes)
HOMES
  echo "doorward: no JDK 25 or newer was found.${seen:+ Seen:$seen}" >&2
  echo "Install one, for example Temurin 25 from https://adoptium.net, and name it by DOORWARD_JAVA_HOME if it lies elsewhere." >&2
  return 1
}

# What the command runs with: little memory held (docs/performance.md), of Java's heap as of malloc's.
export MALLOC_ARENA_MAX=1
# Of the AOT cache errors alone, since JDK 25 warns at every start of an adapter that it could not link again, which costs
# nothing. A cache that does not fit has another name and is never tried.
java_flags="-Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=error:stderr --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xms24m -Xmn8m \
  -XX:+UseCompactObjectHeaders -XX:TrimNativeHeapInterval=10000 -Dio.netty.leakDetection.level=disabled \
  -Djdk.tls.rejectClientInitiatedRenegotiation=true"

# The class path of a distribution, always in the same order.
jars() {
  printf '%s:' "$1"/lib/*.jar
}

# Sets native to the flags that name SQLite's library where it lies unpacked.
find_native() {
  native=()
  [ ! -e "$1/native/libsqlitejdbc.so" ] || native=("-Dorg.sqlite.lib.path=$1/native" -Dorg.sqlite.lib.name=libsqlitejdbc.so)
}

# The name of the cache which belongs to exactly these jars, this JVM and these flags; the JVM itself does not look
# at the jars (JDK-8377932). Fails where files cannot be told apart.
aot_name() {
  files=$(cd "$2/lib" && stat -c '%n %s %y' -- *.jar "$1/release" 2>/dev/null) || return 1
  echo "$files$java_flags" | cksum | sed 's/ /-/; s/$/.aot/'
}
