-- Look-ups for wrk: see tests/bench/serve. Its pace is the thread's, whichever connection is free.
local ffi = require("ffi")
ffi.cdef "typedef struct { long s; long ns; } moment; int clock_gettime(int, moment *);"

local bodies, token, rate = {}, os.getenv("MUWAZI_TOKEN"), tonumber(os.getenv("MUWAZI_RATE"))
local at, due, moment = 0, nil, ffi.new("moment")
local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\t"] = "\\t" }

for line in io.lines(os.getenv("MUWAZI_QUERIES")) do
    local query = line:match("^[^\t]*\t([^\t]*)")
    bodies[#bodies + 1] = '{"query": "' .. query:gsub('["\\\t]', escapes) .. '", "from": "en", "to": "ar"}'
end

local function now()
    ffi.C.clock_gettime(1, moment)
    return tonumber(moment.s) * 1000 + tonumber(moment.ns) / 1e6
end

if rate and rate > 0 then
    function delay()
        local time = now()
        -- What is late is not made up for by a burst of more than some milliseconds.
        due = math.max((due or time) + 1000 / rate, time - 5)
        return math.max(0, math.floor(due - time + 0.5))
    end
end

function request()
    at = at % #bodies + 1
    return wrk.format("POST", "/api/v1/lookup", { Authorization = "Bearer " .. token }, bodies[at])
end

local wrong = 0
function response(status)
    if status ~= 200 then
        wrong = wrong + 1
        if wrong < 5 then print("status", status) end
    end
end
