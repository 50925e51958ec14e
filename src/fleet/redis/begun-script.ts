/** How often a range has been begun, of its tries as they are kept. */
export const BEGUN = `
local function begun(text)
  local sum = 0
  for _, times in pairs(cjson.decode(text)) do sum = sum + times end
  return sum
end`;
