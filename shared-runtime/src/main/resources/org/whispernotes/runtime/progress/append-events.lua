-- Appends events in order, each with five keys and seven arguments.
-- KEYS of each: session's log (stream), snapshot, owner, user's log (stream), user's sessions (sorted set)
-- ARGV: '1' if the entries may have been appended already, most entries, seconds to keep, most sessions per user;
--       then of each: event name, JSON, session's channel, user's channel,
--       kind ('state', 'terminal', 'opening' or 'detail'), session, user
-- Returns how many were appended: when a session has ended, a late word from a worker is dropped.
local again, most, keep, mostSessions = ARGV[1] == '1', ARGV[2], ARGV[3], ARGV[4]

local function append(log, snapshot, owner, userLog, userSessions, event, data, channel, userChannel, kind, session, user)
  if again then
    for _, entry in ipairs(redis.call('XREVRANGE', log, '+', '-', 'COUNT', 100)) do
      if entry[2][2] == event and entry[2][4] == data then
        return 0
      end
    end
  end

  local last = string.match(redis.call('GETRANGE', snapshot, 0, 60), '^[^\n]*\n(%a+)\n')
  if last == 'completed' or last == 'failed' or last == 'cancelled' then
    if kind ~= 'opening' then
      return 0
    end
    -- The session is run again. Whoever followed the earlier run is told by a reset: its place in the log is gone.
    redis.call('DEL', log, snapshot)
  end

  -- One id for both logs: the user's grows with every event, so it is beyond the session's too,
  -- unless the user's log was lost.
  local id = redis.call('XADD', userLog, 'MAXLEN', '~', most, '*', 'session', session)
  local added = redis.pcall('XADD', log, 'MAXLEN', '~', most, id, 'event', event, 'data', data)
  if type(added) == 'table' and added.err then
    redis.call('XDEL', userLog, id)
    id = redis.call('XADD', log, 'MAXLEN', '~', most, '*', 'event', event, 'data', data)
    redis.call('XADD', userLog, 'MAXLEN', '~', most, id, 'session', session)
  end
  local entry = id .. '\n' .. event .. '\n' .. data
  if kind == 'terminal' or event == 'progress' then
    redis.call('SET', snapshot, entry, 'EX', keep)
  end
  redis.call('SET', owner, user, 'EX', keep)
  redis.call('ZADD', userSessions, tonumber(string.match(id, '^%d+')), session)
  redis.call('ZREMRANGEBYRANK', userSessions, 0, -1 - tonumber(mostSessions))
  redis.call('EXPIRE', log, keep)
  redis.call('EXPIRE', userLog, keep)
  redis.call('EXPIRE', userSessions, keep)
  redis.call('PUBLISH', channel, entry)
  redis.call('PUBLISH', userChannel, entry)
  return 1
end

local appended = 0
for i = 0, #KEYS / 5 - 1 do
  local k, a = i * 5, 4 + i * 7
  appended = appended + append(
    KEYS[k + 1], KEYS[k + 2], KEYS[k + 3], KEYS[k + 4], KEYS[k + 5],
    ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4], ARGV[a + 5], ARGV[a + 6], ARGV[a + 7])
end
return appended
