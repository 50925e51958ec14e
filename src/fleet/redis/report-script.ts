/** Keeps the first result of a range, and wakes whoever leads; nothing of a range that is not open, as those of a run that was forgotten. */
export const REPORT = `
if redis.call("hexists", KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call("hsetnx", KEYS[2], ARGV[1], ARGV[2])
redis.call("expire", KEYS[2], ARGV[3])
redis.call("del", KEYS[3])
redis.call("lpush", KEYS[3], ARGV[1])
redis.call("expire", KEYS[3], ARGV[3])
return 1`;
