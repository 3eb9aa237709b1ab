# shellcheck shell=bash
# Redis: progress and caches only, nothing that must outlive it.

redis_start() {
  local dir="$STATE/redis"
  mkdir -p "$dir"
  (
    umask 077
    cat >"$dir/redis.conf" <<CONF
bind 127.0.0.1
port $PORT_REDIS
requirepass $REDIS_PASSWORD
dir $dir
daemonize no
save 300 100
maxmemory 256mb
maxmemory-policy volatile-ttl
CONF
  )
  process_start redis redis-server "$dir/redis.conf"
  wait_healthy redis redis_healthy
}

redis_healthy() {
  [[ "$(REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli -h 127.0.0.1 -p "$PORT_REDIS" PING)" == PONG ]]
}

redis_stop() { process_stop redis TERM; }
