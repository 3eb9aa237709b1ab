-- KEYS: event log (stream), snapshot
-- ARGV: event name, JSON, most entries, seconds to keep, session's channel, user's channel, '1' if it is a snapshot
-- Returns the id of the new entry.
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'event', ARGV[1], 'data', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[4])
if ARGV[7] == '1' then
  redis.call('SET', KEYS[2], id .. '\n' .. ARGV[1] .. '\n' .. ARGV[2], 'EX', ARGV[4])
end
local entry = id .. '\n' .. ARGV[1] .. '\n' .. ARGV[2]
redis.call('PUBLISH', ARGV[5], entry)
redis.call('PUBLISH', ARGV[6], entry)
return id
