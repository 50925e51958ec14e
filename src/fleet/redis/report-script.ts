import { BEGUN } from "./begun-script.ts";

/**
 * Keeps the first result of a range, and wakes whoever leads; nothing of a range that is not open, as those of a run
 * that was forgotten, nor of a worker after which another has begun it: that one may have cut something off.
 */
export const REPORT: string = `
${BEGUN}
if redis.call("hexists", KEYS[1], ARGV[1]) == 0 then return 0 end
local tries = redis.call("hget", KEYS[4], ARGV[1])
if tries and begun(tries) > begun(ARGV[4]) then return 0 end
redis.call("hsetnx", KEYS[2], ARGV[1], ARGV[2])
redis.call("expire", KEYS[2], ARGV[3])
redis.call("del", KEYS[3])
redis.call("lpush", KEYS[3], ARGV[1])
redis.call("expire", KEYS[3], ARGV[3])
return 1`;
