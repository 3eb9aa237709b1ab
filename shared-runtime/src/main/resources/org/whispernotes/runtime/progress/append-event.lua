-- KEYS: session's log (stream), snapshot, owner, user's log (stream), user's sessions (sorted set)
-- ARGV: event name, JSON, most entries, seconds to keep, session's channel, user's channel,
--       kind ('state', 'terminal', 'opening' or 'detail'), session, user, most sessions per user,
--       '1' if the entry may have been appended already
-- Returns the id of the entry; nothing when the session has ended and the event is a late word from a worker.
local log, snapshot, owner, userLog, userSessions = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local event, data, most, keep, kind = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[7]

if ARGV[11] == '1' then
  for _, entry in ipairs(redis.call('XREVRANGE', log, '+', '-', 'COUNT', 100)) do
    if entry[2][2] == event and entry[2][4] == data then
      return entry[1]
    end
  end
end

local last = string.match(redis.call('GETRANGE', snapshot, 0, 60), '^[^\n]*\n(%a+)\n')
if last == 'completed' or last == 'failed' or last == 'cancelled' then
  if kind ~= 'opening' then
    return false
  end
  -- The session is run again. Whoever followed the earlier run is told by a reset: its place in the log is gone.
  redis.call('DEL', log, snapshot)
end

-- One id for both logs: the user's grows with every event, so it is beyond the session's too,
-- unless the user's log was lost.
local id = redis.call('XADD', userLog, 'MAXLEN', '~', most, '*', 'session', ARGV[8])
local added = redis.pcall('XADD', log, 'MAXLEN', '~', most, id, 'event', event, 'data', data)
if type(added) == 'table' and added.err then
  redis.call('XDEL', userLog, id)
  id = redis.call('XADD', log, 'MAXLEN', '~', most, '*', 'event', event, 'data', data)
  redis.call('XADD', userLog, 'MAXLEN', '~', most, id, 'session', ARGV[8])
end
local entry = id .. '\n' .. event .. '\n' .. data
if kind == 'terminal' or event == 'progress' then
  redis.call('SET', snapshot, entry, 'EX', keep)
end
redis.call('SET', owner, ARGV[9], 'EX', keep)
redis.call('ZADD', userSessions, tonumber(string.match(id, '^%d+')), ARGV[8])
redis.call('ZREMRANGEBYRANK', userSessions, 0, -1 - tonumber(ARGV[10]))
redis.call('EXPIRE', log, keep)
redis.call('EXPIRE', userLog, keep)
redis.call('EXPIRE', userSessions, keep)
redis.call('PUBLISH', ARGV[5], entry)
redis.call('PUBLISH', ARGV[6], entry)
return id
