# Sourced by bench/run and bench/precision: finds a JDK, builds, says how to start a module.

# Sets `java` to the first JDK 25 or newer of JAVA_HOME, the path and the usual folders.
find_java() {
  local candidate version
  for candidate in "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java || true)" \
      /usr/lib/jvm/*/bin/java /opt/*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java; do
    if [[ -x $candidate ]]; then
      version=$("$candidate" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
      if [[ ${version:-0} -ge 25 ]]; then
        java=$candidate
        return
      fi
    fi
  done
  echo "bench: no JDK 25 found; install one (https://adoptium.net) or point JAVA_HOME at it" >&2
  exit 1
}

# Builds modules of the bench, named by their folders, with what they need of Hourglass. Nothing
# leaves the target folders: the local Maven repository is only read.
build() {
  local modules= module tests=-Dmaven.test.skip=true
  for module in "$@"; do
    modules+=${modules:+,}:hourglass-bench-$module
    # The kernel cases are among the engine's tests.
    [[ $module != kernels ]] || tests=-DskipTests
  done
  mvn -q -B -f "$bench/reactor/pom.xml" -pl "$modules" -am "$tests" \
    -Dnd4j.classifier="${classifier:-linux-x86_64}" package >&2
}

# Prints the class path of a module, named by its folder.
class_path() {
  printf '%s' "$bench/$1/target/classes:$bench/$1/target/lib/*:$(cat "$bench/$1/target/classpath")"
}

# Flags for a JVM that runs Hourglass.
hourglass_flags=(--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED
  -XX:+UseSerialGC -XX:+UseTransparentHugePages)
