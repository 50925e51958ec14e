import { BEGUN } from "./begun-script.ts";

/**
 * Writes both parts of a range, once, if it is open and not reported, and no worker has begun it since; a Redis that
 * was killed may have forgotten that anybody has.
 */
export const SHARE: string = `
${BEGUN}
local open = redis.call("hget", KEYS[1], ARGV[1])
if not open then return 0 end
if open == ARGV[2] then return 1 end
if redis.call("hexists", KEYS[3], ARGV[1]) == 1 then return 0 end
local tries = redis.call("hget", KEYS[2], ARGV[1])
if tries and begun(tries) > begun(ARGV[5]) then return 0 end
redis.call("hset", KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
return 1`;

/** In so long a time no more workers are asked for help than there are idle ones: by then these have something. */
export const HELP_MS = 100;

/** Whether there are more workers than tasks that wait or are worked on, and this one is asked for help. */
export const HELP = `
local time = redis.call("time")
local now = time[1] * 1000 + time[2] / 1000
local workers = redis.call("zcount", KEYS[1], now - ARGV[1], "+inf")
local idle = workers - redis.call("llen", KEYS[2]) - redis.call("llen", KEYS[3])
if idle <= 0 then return 0 end
local asked = redis.call("incr", KEYS[4])
if asked == 1 then redis.call("pexpire", KEYS[4], ARGV[2]) end
return asked <= idle and 1 or 0`;
