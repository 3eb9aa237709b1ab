# shellcheck shell=bash
# What must be on the machine: found by what it provides, installed by apt when missing.

POSTGRES_BIN="$(find /usr/lib/postgresql/*/bin /usr/pgsql-*/bin -maxdepth 0 2>/dev/null | sort -V | tail -1 || true)"
RABBITMQ_BIN="${RABBITMQ_BIN:-/usr/lib/rabbitmq/bin}"

has() { command -v "$1" >/dev/null 2>&1; }
has_java() { has java && [[ "$(java_version)" -ge 17 ]]; }
has_jdk() { has_java && has "${JAVA_HOME:+$JAVA_HOME/bin/}javac"; }
has_node() { has npm && [[ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null)" -ge 20 ]]; }
has_pip() { python3 -m pip --version >/dev/null 2>&1; }
has_libc_headers() { echo '#include <stdlib.h>' | cc -E - >/dev/null 2>&1; }
has_gomp() { ldconfig -p 2>/dev/null | grep -q 'libgomp\.so\.1'; }
has_rabbitmq() { [[ -x "$RABBITMQ_BIN/rabbitmq-server" ]]; }
has_postgres() { [[ -n "$POSTGRES_BIN" && -x "$POSTGRES_BIN/initdb" ]]; }
has_chromium() { has chromium || has chromium-browser || has google-chrome; }

java_bin() { if [[ -n "${JAVA_HOME:-}" ]]; then echo "$JAVA_HOME/bin/java"; else echo java; fi; }
java_version() { "$(java_bin)" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -1; }

# Names of the Debian packages that this machine lacks, for servers ("servers"), building ("build"), tests ("test").
packages_missing() {
  local group missing=()
  for group in "$@"; do
    case "$group" in
      servers)
        has curl || missing+=(curl)
        has redis-server || missing+=(redis-server)
        has_rabbitmq || missing+=(rabbitmq-server)
        has_postgres || missing+=(postgresql)
        ;;
      build)
        has_jdk || missing+=(openjdk-17-jdk-headless)
        has mvn || missing+=(maven)
        has npm || missing+=(nodejs npm)
        has_pip || missing+=(python3-pip)
        has_gomp || missing+=(libgomp1)
        # For the recogniser's own operators, which exist for this processor only.
        [[ "$(uname -sm)" != "Linux x86_64" ]] || has_libc_headers || missing+=(gcc libc6-dev)
        ;;
      test)
        has_chromium || missing+=(chromium)
        has shellcheck || missing+=(shellcheck)
        # Speak and wrap the recordings that tests upload.
        has flite || missing+=(flite)
        has ffmpeg || missing+=(ffmpeg)
        ;;
    esac
  done
  echo "${missing[*]:-}"
}

as_root() { if [[ "$(id -u)" == 0 ]]; then "$@"; else sudo "$@"; fi; }

# Debian starts a server's system service when it is installed. Ours are private instances: nothing else may start, and
# services that were on the machine before are not touched.
packages_install() {
  local policy=/usr/sbin/policy-rc.d ours=0 rc=0 package
  if [[ ! -e "$policy" ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    ours=1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 update || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
    install --no-install-recommends "$@" || rc=$?
  if ((ours)); then as_root rm -f "$policy"; fi
  if [[ -d /run/systemd/system ]]; then
    for package in "$@"; do
      case "$package" in
        redis-server | rabbitmq-server | postgresql) as_root systemctl disable --now "$package" || true ;;
      esac
    done
  fi
  return "$rc"
}

# packages_need GROUP...: asks for sudo here, in the foreground, where a password can be typed.
packages_need() {
  local missing
  missing="$(packages_missing "$@")"
  if [[ -n "$missing" ]]; then
    has apt-get || die "these are missing and apt-get is not here to install them: $missing. Install them and run this again."
    if [[ "$(id -u)" != 0 ]]; then
      has sudo || die "these packages are missing: $missing. As root: apt-get install $missing"
      say "  installing $missing needs sudo"
      sudo -v || die "without sudo, let somebody run: apt-get install --no-install-recommends $missing"
    fi
    # shellcheck disable=SC2086  # a list of package names
    step packages "Installing $missing" "run 'apt-get install $missing' yourself and see what it says" \
      packages_install $missing
    POSTGRES_BIN="$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -1 || true)"
  fi
  case " $* " in *" build "*) packages_check_versions ;; esac
}

packages_check_versions() {
  has_jdk || die "Java $(java_version) is too old or has no compiler: install a JDK 17 or newer and set JAVA_HOME to it"
  has_node || die "the page is built with Node 20 or newer, this is $(node --version 2>/dev/null || echo none): install it from https://nodejs.org"
}
