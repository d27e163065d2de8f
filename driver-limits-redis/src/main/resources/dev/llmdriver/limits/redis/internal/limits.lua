-- One step of a store of limits: all of it happens, or nothing, and nobody else's step comes between.
--
-- KEYS: a hash for each limit: taken (how much), end (of the window it was taken from), closed (until when nothing is given).
-- ARGV: the mode, the moment that it is (empty: the server's own time), and for each limit eight more, see below.
-- Moments are texts of 12 digits for seconds and 9 for nanoseconds, so that they sort as texts do. Amounts are texts and are added
-- by HINCRBY, whose integers have 64 bits: Lua's own numbers lose digits beyond 2^53.
-- Answers 'done', 'refused', or 'again' if what the caller took for granted does not hold and nothing was done; then the moment that
-- it is, and taken, end and closed of each limit.
local AMOUNT, BEGIN, END, MOST, SECONDS, FROM, PAID, HELD = 1, 2, 3, 4, 5, 6, 7, 8
local HIGHEST = '9223372036854775807'
local ENDLESS = '999999999999999999999'
local LONGEST_KEPT = 1000000000

local mode, now = ARGV[1], ARGV[2]
if now == '' then
    local time = redis.call('TIME')
    now = string.format('%012d%06d000', tonumber(time[1]), tonumber(time[2]))
end

local function arg(i, which)
    return ARGV[2 + (i - 1) * 8 + which]
end

local function read(i)
    local fields = redis.call('HMGET', KEYS[i], 'taken', 'end', 'closed')
    return { taken = fields[1] or '0', over = fields[2] or '', closed = fields[3] or '' }
end

local function set(i, field, value)
    redis.call('HSET', KEYS[i], field, value)
end

-- Of two amounts that are not negative.
local function exceeds(one, other)
    return #one > #other or (#one == #other and one > other)
end

local function add(i, amount)
    local sum = redis.pcall('HINCRBY', KEYS[i], 'taken', amount)
    if type(sum) ~= 'number' then
        return nil -- beyond 64 bits
    end
    return sum
end

local function subtract(i, amount) -- a negative text
    if add(i, amount) < 0 then
        set(i, 'taken', '0')
    end
end

local function answer(word)
    local all = { word, now }
    for i = 1, #KEYS do
        local state = read(i)
        all[#all + 1] = state.taken
        all[#all + 1] = state.over
        all[#all + 1] = state.closed
    end
    return all
end

-- The caller reckoned windows by the time it believed in, and what was paid of a debt since by the window it saw last.
local function isStale(i)
    if now < arg(i, BEGIN) or now >= arg(i, END) then
        return true
    end
    local state = read(i)
    local indebted = state.over ~= '' and now >= state.over and exceeds(state.taken, arg(i, MOST))
    return indebted and state.over ~= arg(i, FROM)
end

local function seconds(moment)
    return tonumber(string.sub(moment, 1, 12))
end

-- The server's clock was wrong and is put right if the window is beyond the next one: what was taken is then taken of the one that is now.
-- By less it is waited for, or a window that is over would be given twice.
local function turnOver(i)
    local state = read(i)
    if state.over ~= '' and now < state.over then
        if seconds(state.over) - seconds(arg(i, END)) > tonumber(arg(i, SECONDS)) then
            set(i, 'end', arg(i, END))
        end
        return
    end
    if not exceeds(state.taken, arg(i, MOST)) then
        set(i, 'taken', '0')
    elseif arg(i, PAID) ~= '0' then
        subtract(i, '-' .. arg(i, PAID))
    end
    set(i, 'end', arg(i, END))
end

local function takesOne(i)
    return add(i, arg(i, AMOUNT)) and not exceeds(read(i).taken, arg(i, MOST))
end

local modes = {}

function modes.foresee()
    return true
end

function modes.take()
    local before = {}
    for i = 1, #KEYS do
        local state = read(i)
        before[i] = state.taken
        if now < state.closed or not takesOne(i) then
            for j = 1, i do
                set(j, 'taken', before[j])
            end
            return false
        end
    end
    return true
end

-- The amount is what was used beyond what was taken, or negative; that is given back to the window it is from.
function modes.settle()
    for i = 1, #KEYS do
        local amount = arg(i, AMOUNT)
        if string.sub(amount, 1, 1) ~= '-' then
            if not add(i, amount) then
                set(i, 'taken', HIGHEST)
            end
        elseif read(i).over == arg(i, HELD) then
            subtract(i, amount)
        end
    end
    return true
end

local function fromNow(more, nanos)
    local second = seconds(now) + more
    local nano = tonumber(string.sub(now, 13)) + nanos
    if nano >= 1000000000 then
        second, nano = second + 1, nano - 1000000000
    end
    return string.format('%012d%09d', second, nano)
end

-- The amount is a time: whole seconds, and in the place of the window the nanoseconds beyond.
function modes.close()
    for i = 1, #KEYS do
        local closed = fromNow(tonumber(arg(i, AMOUNT)), tonumber(arg(i, HELD)))
        if closed > read(i).closed then
            set(i, 'closed', closed)
        end
    end
    return true
end

-- A key is kept until its window is over, its debt is paid and it is open again, and for a window longer. All time is kept for ever.
local function expire(i)
    local state = read(i)
    if state.over ~= ENDLESS then
        local last = state.closed > state.over and state.closed or state.over
        local windows = math.floor(tonumber(state.taken) / math.max(1, tonumber(arg(i, MOST)))) + 1
        local rest = seconds(last) - seconds(now)
        local kept = math.min(LONGEST_KEPT, rest + windows * tonumber(arg(i, SECONDS)))
        redis.call('EXPIRE', KEYS[i], string.format('%d', kept))
    end
end

for i = 1, #KEYS do
    if isStale(i) then
        return answer('again')
    end
end
for i = 1, #KEYS do
    turnOver(i)
end
local done = modes[mode]()
for i = 1, #KEYS do
    expire(i)
end
return answer(done and 'done' or 'refused')
