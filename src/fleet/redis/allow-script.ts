/**
 * Sets deletions aside for a range, where all ranges together stay within the limit. What an earlier worker of it has
 * begun to delete counts as deleted: of a batch that it was killed in, nobody knows.
 */
export const ALLOW = `
local function count(name) return tonumber(redis.call("hget", KEYS[1], name) or "0") end
local aside = "aside " .. ARGV[1]
local mine = count("made " .. ARGV[1]) + ARGV[2]
local all = count("all") - count(aside) + mine
if all > tonumber(ARGV[3]) then return 0 end
redis.call("hset", KEYS[1], aside, mine, "all", all)
redis.call("expire", KEYS[1], ARGV[4])
return 1`;
