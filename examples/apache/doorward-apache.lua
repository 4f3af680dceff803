-- mod_lua: asks Doorward (dialect nginx, yes or no), then sends the request to the application or to Doorward's answer.
local socket = require "socket"
local HOST, PORT, APP, TIMEOUT = "127.0.0.1", 8082, "http://127.0.0.1:3000", 5
local OWN = "http://127.0.0.1:8080"
local DOORWARD = "http://" .. HOST .. ":" .. PORT
local HOP = { ["connection"]=1, ["keep-alive"]=1, ["upgrade"]=1, ["te"]=1, ["trailer"]=1, ["transfer-encoding"]=1, ["content-length"]=1, ["expect"]=1, ["proxy-connection"]=1 }
local COPY = { "Set-Cookie", "Vary", "X-Request-Id", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers" }
local conn -- one for each interpreter, that is for each thread

local function receive()
  local line = conn:receive("*l")
  local status = line and tonumber(line:match("^HTTP/1%.1 (%d%d%d)"))
  if not status then return nil end
  local fields = {}
  while true do
    line = conn:receive("*l")
    if not line then return nil end
    if line == "" then break end
    local k, v = line:match("^([^:]+):%s*(.-)%s*$")
    if k then fields[k:lower()] = v end
  end
  local n = tonumber(fields["content-length"] or (status == 204 and "0" or "")) -- the check answers with a length, or we do not understand it
  if not n or (n > 0 and not conn:receive(n)) then return nil end
  return status, fields
end

local function ask(head)
  for _ = 1, 2 do
    local fresh = not conn
    if fresh then
      conn = socket.tcp(); conn:settimeout(2)
      if not conn:connect(HOST, PORT) then conn = nil; return nil end
      conn:setoption("tcp-nodelay", true); conn:settimeout(TIMEOUT)
    end
    if conn:send(head) then
      local status, fields = receive()
      if status then
        if (fields["connection"] or ""):lower():find("close") then conn:close(); conn = nil end
        return status, fields
      end
    end
    conn:close(); conn = nil
    if fresh then return nil end        -- a kept connection may have gone stale: once more on a new one
  end
end

local function clean(s) return (tostring(s):gsub("[%c]", "")) end

local function to(r, url)
  r.handler = "proxy-server"; r.proxyreq = apache2.PROXYREQ_REVERSE; r.filename = "proxy:" .. url
  r.notes["proxy-nocanon"] = "1"        -- the path goes on as it was written
  return apache2.OK
end

function translate(r)
  local uri = r.unparsed_uri:gsub("^[Hh][Tt][Tt][Pp][Ss]?://[^/?]*", "")
  if uri:sub(1, 1) ~= "/" then return 400 end
  -- "Connection: X-Doorward-User" would make mod_proxy drop what we set below: nobody honest sends it.
  local hop = (r.headers_in["Connection"] or ""):lower():gsub("_", "-")
  if hop:find("x%-doorward") or hop:find("x%-forwarded") or hop:find("x%-original") then return 400 end
  local lines = { "GET /.doorward/check HTTP/1.1" }
  for name, value in pairs(r:headers_in_table()) do
    local n = name:lower():gsub("[^%w]", "-") -- every spelling which a server may take for the name
    if n == "x-request-id" or n:find("^x%-doorward") or n:find("^x%-forwarded") or n:find("^x%-original") or n:find("^x%-rewrite") or n:find("^x%-http%-method") or n == "x-method-override" or n == "x-real-ip" or n == "forwarded" or n == "proxy-authorization" then
      r.headers_in[name] = nil          -- what a client says about itself
    elseif not HOP[n] then
      for _, v in ipairs(type(value) == "table" and value or { value }) do lines[#lines + 1] = clean(name) .. ": " .. clean(v) end
    end
  end
  local us = { ["X-Original-Method"] = r.method, ["X-Original-URI"] = uri, ["X-Forwarded-Host"] = r.headers_in["Host"] or "",
               ["X-Forwarded-Proto"] = r.is_https and "https" or "http", ["X-Forwarded-For"] = r.useragent_ip }
  for k, v in pairs(us) do lines[#lines + 1] = k .. ": " .. clean(v) end
  local path = uri:match("^[^?]*")
  local own = path:find("^/%.doorward/") or path:find("^/%.well%-known/openid%-configuration") or path:find("^/%.well%-known/oauth%-")
    or path == "/.well-known/change-password" or path == "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200"
  if own then                           -- sign-in pages, OAuth endpoints, metadata: Doorward's own (its `listen:`), never asked about
    for _, k in ipairs { "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For" } do r.headers_in[k] = us[k] end
    return to(r, OWN .. uri)
  end
  local status, fields = ask(table.concat(lines, "\r\n") .. "\r\n\r\n")
  if not status or not fields["doorward-status"] then return 503 end     -- Doorward is down, or somebody else listens there: closed
  if status == 200 then
    for k, v in pairs(fields) do if k:find("^x%-doorward%-") then r.headers_in[k] = v end end
    -- These go onto the application's answer: CORS (C191), Vary, the request id, a stale session cookie cleared (C310).
    for _, k in ipairs(COPY) do if fields[k:lower()] then r.err_headers_out[k] = fields[k:lower()] end end
    r.subprocess_env["doorward_allow"] = "1"
    if (" " .. (fields["vary"] or "") .. " "):lower():find("[ ,]origin[ ,]") then r.subprocess_env["doorward_cors"] = "1" end
    for _, k in ipairs { "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For" } do r.headers_in[k] = us[k] end
    if fields["x-doorward-user"] then r.headers_in["Authorization"] = nil end -- a judged credential stays here (C329); on public and optional routes the header is the application's
    return to(r, APP .. uri)
  end
  for k, v in pairs(us) do r.headers_in[k] = v end
  r.headers_in["Doorward-Ticket"] = fields["doorward-ticket"] -- what the question found: decided and counted once
  return to(r, DOORWARD .. "/.doorward/answer")
end
