# shellcheck shell=bash
# Passwords of the private servers: made once, readable by their owner only.

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

secrets_load() {
  local file="$STATE/secrets"
  if [[ ! -f "$file" ]]; then
    (
      umask 077
      {
        for name in RABBITMQ POSTGRES REDIS MINIO; do echo "${name}_PASSWORD=$(random_hex 16)"; done
        echo "ERLANG_COOKIE=$(random_hex 16)"
      } >"$file.new"
      mv "$file.new" "$file"
    )
  fi
  # shellcheck source=/dev/null
  source "$file"
}
