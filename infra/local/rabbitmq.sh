# shellcheck shell=bash
# RabbitMQ with its own node name, port mapper and cookie, so that it never meets another one on the machine.

RABBITMQ_USER=notes
RABBITMQ_VHOST=notes

rabbitmq_environment() {
  local dir="$STATE/rabbitmq"
  export HOME="$dir/home"
  export RABBITMQ_NODENAME="notes-$PORT_AMQP@localhost"
  export RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins"
  export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_ADVANCED_CONFIG_FILE="$dir/advanced.config"
  export RABBITMQ_MNESIA_BASE="$dir/data" RABBITMQ_MNESIA_DIR="$dir/data/node" RABBITMQ_LOG_BASE="$dir/log"
  export RABBITMQ_GENERATED_CONFIG_DIR="$dir/generated" RABBITMQ_PID_FILE="$dir/pid"
  export RABBITMQ_DIST_PORT="$PORT_DIST" ERL_EPMD_PORT="$PORT_EPMD" ERL_EPMD_ADDRESS=127.0.0.1
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
  export LANG=C.UTF-8
}

rabbitmq_configure() {
  local dir="$STATE/rabbitmq"
  mkdir -p "$dir/home" "$dir/data" "$dir/log" "$dir/generated"
  (
    umask 077
    if [[ ! -f "$dir/home/.erlang.cookie" ]]; then
      printf %s "$ERLANG_COOKIE" >"$dir/home/.erlang.cookie"
      chmod 400 "$dir/home/.erlang.cookie"
    fi
    cat >"$dir/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$PORT_AMQP
management.tcp.ip = 127.0.0.1
management.tcp.port = $PORT_RABBITMQ_API
default_user = $RABBITMQ_USER
default_pass = $RABBITMQ_PASSWORD
default_vhost = $RABBITMQ_VHOST
default_user_tags.administrator = true
disk_free_limit.absolute = 200MB
log.console = true
log.console.level = warning
log.file = false
CONF
    echo '[].' >"$dir/advanced.config"
    echo '[rabbitmq_management].' >"$dir/enabled_plugins"
  )
}

# RUNNING_UNDER_SYSTEMD makes the start script become the broker instead of watching over it: the pid is the broker's.
rabbitmq_start() {
  rabbitmq_configure
  (
    rabbitmq_environment
    export RUNNING_UNDER_SYSTEMD=true
    process_running epmd || process_start epmd "$(rabbitmq_epmd)" -port "$PORT_EPMD" -address 127.0.0.1
    process_start rabbitmq "$RABBITMQ_BIN/rabbitmq-server"
  )
  wait_healthy rabbitmq rabbitmq_healthy
}

rabbitmq_epmd() { command -v epmd || find /usr/lib/erlang -name epmd -type f | head -1; }

# The broker answers, and the virtual host takes messages.
rabbitmq_healthy() {
  curl -fsS -m 5 -K - <<<"user = \"$RABBITMQ_USER:$RABBITMQ_PASSWORD\"
url = \"http://127.0.0.1:$PORT_RABBITMQ_API/api/health/checks/virtual-hosts\"" | grep -q '"ok"'
}

rabbitmq_stop() {
  process_stop rabbitmq TERM
  process_stop epmd TERM
}
