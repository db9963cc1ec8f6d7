using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceLedger.Load.Fuzz;

/// <summary>Who asks, by the headers that say so.</summary>
sealed record Persona(string Name, IReadOnlyList<(string Name, string Value)> Headers);

/// <summary>Makes requests from the description, and what is on record; most are then spoilt in one way or two. Whatever is chosen comes from the seed and the request's number.</summary>
sealed class RequestMaker(DescribedApi api, Harvest harvest, int seed)
{
    const string Raw = "@@raw@@";
    static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 4000 };

    // Of every request.
    Random random = new(0);
    List<string> kinds = [], secrets = [];
    int number;
    string who = "";

    /// <summary>The request of this number: each operation in turn, by each persona in turn.</summary>
    public Attempt Make(int number, IReadOnlyList<Persona> personas, bool hasWire)
    {
        (this.number, random, kinds, secrets) = (number, new(unchecked((seed * 397) ^ (number * 7919))), [], []);
        var operation = api.Operations[number % api.Operations.Count];
        var persona = personas[(number / api.Operations.Count + number) % personas.Count];
        return Of(operation, persona, isMeantWell: random.Next(4) == 0, hasWire);
    }

    /// <summary>A request that is meant well: what it answers is harvested.</summary>
    public Attempt MakeWell(int number, DescribedOperation operation, Persona persona)
    {
        (this.number, random, kinds, secrets) = (number, new(unchecked((seed * 397) ^ (number * 7919))), [], []);
        return Of(operation, persona, isMeantWell: true, hasWire: false);
    }

    Attempt Of(DescribedOperation operation, Persona persona, bool isMeantWell, bool hasWire)
    {
        who = persona.Name;
        var ids = operation.Parameters.Where(p => p.InPath).ToDictionary(p => p.Name, p => Value(p.Schema, p.Name));
        var query = operation.Parameters.Where(p => !p.InPath && random.Next(3) == 0).Select(p => (p.Name, Value: Value(p.Schema, p.Name))).ToList();
        if (operation.Name == "PUT /api/evidence")
            query.AddRange([("citizenId", harvest.Any("citizenId", random, who) ?? NewId()), ("evidenceType", random.Next(2) == 0 ? "other" : "ID_CARD"), ("grade", Pick(["A", "B", "C", "D", "E"])), ("reuse", Pick(["", "none", "x"]))]);
        var id = ids.Values.FirstOrDefault();
        var body = operation.Body is { } schema ? Json(schema, operation.Path, 0, id) : null;
        var headers = new List<(string Name, string Value)>(persona.Headers);
        // An officer reads and acts in the matter they name.
        if (headers.Exists(h => h.Name == "Purpose") && !headers.Exists(h => h.Name == "Matter") && random.Next(3) > 0 && (ids.GetValueOrDefault("applicationId") ?? harvest.Any("applicationId", random, who)) is { } matter)
            headers.Add(("Matter", matter));
        var method = operation.Method;
        if (method is not "GET")
            headers.Add(("Idempotency-Key", $"fuzz-{seed}-{number}"));
        headers.Add(("Accept-Language", random.Next(2) == 0 ? "zh-CN" : "en"));
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString(Plain));
        var type = body is null ? null : "application/json";
        if (operation.Name == "PUT /api/evidence")
        {
            bytes = Encoding.UTF8.GetBytes("%PDF-1.7\n" + Said(60));
            type = "application/pdf";
            headers.Add(("Content-Digest", $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:"));
        }

        DescribedOperation? judged = operation;
        if (!isMeantWell)
            for (var times = random.Next(5) == 0 ? 2 : 1; times > 0; times--)
                switch (random.Next(body is not null ? 10 : 6))
                {
                    case 0:
                        SpoilIds(ids);
                        break;
                    case 1 or 2:
                        SpoilQuery(query);
                        break;
                    case 3 or 4:
                        SpoilHeaders(headers);
                        break;
                    case 5:
                        (method, judged) = SpoilMethod(operation, method);
                        break;
                    case 6:
                        (bytes, type) = SpoilBytes(bytes!, type);
                        break;
                    default:
                        bytes = Encoding.UTF8.GetBytes(SpoilJson(body!));
                        break;
                }

        var address = Address(operation.Path, ids, query);
        if (type is not null)
            headers.Add(("Content-Type", type));
        if (method is "GET" or "HEAD" && judged is null)
            bytes = null;
        var wire = hasWire && !isMeantWell && random.Next(12) == 0 ? Wire(method, address, headers, bytes ?? []) : null;
        return new(number, operation.Name, persona.Name, method, address, headers, bytes, kinds, secrets, wire is null ? judged : null, wire);
    }

    string Address(string path, Dictionary<string, string> ids, List<(string Name, string Value)> query)
    {
        foreach (var (name, value) in ids)
            path = path.Replace($"{{{name}}}", value.StartsWith('%') || kinds.Contains("an address as it stands") ? value : name is "index" or "bundle" ? value : Uri.EscapeDataString(value), StringComparison.Ordinal);
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query.Select(q => $"{Uri.EscapeDataString(q.Name)}={(q.Value.StartsWith('%') ? q.Value : Uri.EscapeDataString(q.Value))}"))}";
    }

    // What is meant well.

    string Value(JsonNode schema, string name)
    {
        var type = TypeOf(schema);
        return type switch
        {
            "integer" or "number" => name is "version" ? "1" : random.Next(0, 40).ToString(CultureInfo.InvariantCulture),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            _ when api.Resolved(schema)["enum"] is JsonArray names => Pick([.. names.Where(n => n is not null).Select(n => (string)n!)]),
            _ when name is "index" or "bundle" => Pick(["000", "000.p/1", "001", "x000/000", "000.p/7"]),
            _ when name is "level" => random.Next(4).ToString(CultureInfo.InvariantCulture),
            _ when name is "from" or "asOf" or "knownAt" or "day" => name is "day" ? Day() : Moment(),
            _ when name is "format" => Pick(["json", "csv", "pdf"]),
            _ => harvest.Any(name, random, who) ?? (name.EndsWith("Id", StringComparison.Ordinal) ? NewId() : Pick(["x", "open", "late", "7"]))
        };
    }

    JsonNode? Json(JsonNode schema, string name, int depth, string? id)
    {
        if (schema["oneOf"] is JsonArray one)
            return random.Next(3) == 0 ? null : Json(one.First(o => TypeOf(o!) != "null")!, name, depth, id);
        schema = api.Resolved(schema);
        if (schema["enum"] is JsonArray names)
            return names[random.Next(names.Count)]?.DeepClone();
        switch (TypeOf(schema))
        {
            case "object":
                var made = new JsonObject();
                var required = (schema["required"]?.AsArray() ?? []).Select(r => (string)r!).ToHashSet();
                foreach (var (member, of) in schema["properties"]?.AsObject() ?? new JsonObject())
                    if (required.Contains(member) || (depth < 6 && random.Next(5) < 2))
                        made[member] = Json(of!, member, depth + 1, id);
                return made;
            case "array":
                var list = new JsonArray();
                for (var n = random.Next(1, 3); n > 0 && schema["items"] is { } items && depth < 6; n--)
                    list.Add(Json(items, name, depth + 1, id));
                return list;
            case "integer" or "number":
                return name is "version" ? random.Next(6) == 0 ? Math.Max(1, (harvest.VersionOf(id) ?? 2) - 1) : harvest.VersionOf(id) ?? random.Next(1, 5) : random.Next(1, 30);
            case "boolean":
                return random.Next(2) == 0;
            case "string":
                return (string?)schema["format"] switch
                {
                    "uuid" => harvest.Any(name, random, who) ?? NewId(),
                    "date" => Day(),
                    "date-time" => Moment(),
                    _ => Word(name)
                };
            default:
                return Word(name);
        }
    }

    string Word(string name) => name switch
    {
        "idNumber" => Secret(NewIdNumber()),
        "residenceDivision" or "divisionCode" => "500103",
        "contentHash" or "hash" => Convert.ToBase64String(SHA256.HashData(BitConverter.GetBytes(number))).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        "birthDate" => "1990-01-01",
        _ => harvest.Any(name, random, who) ?? Secret(Said(random.Next(4, 40)))
    };

    string Secret(string text)
    {
        secrets.Add(text);
        return text;
    }

    /// <summary>Something a person might say, and nobody else does.</summary>
    string Said(int length) => $"山茶花{number:x}" + new string('话', Math.Max(1, length - 8));

    string Day() => new DateOnly(2026, 1, 1).AddDays(random.Next(-400, 400)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    string Moment() => new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.FromHours(8)).AddHours(random.Next(-4000, 8000)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    string NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    string NewIdNumber()
    {
        var body = $"500103{new DateOnly(1950, 1, 1).AddDays(random.Next(20000)):yyyyMMdd}{random.Next(1000):000}";
        return body + "10X98765432"[body.Select((digit, place) => (digit - '0') * ((1 << (17 - place)) % 11)).Sum() % 11];
    }

    static string? TypeOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray types => (string?)types.FirstOrDefault(t => (string?)t != "null"),
        JsonValue type => (string?)type,
        _ => null
    };

    T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    string Naughty(bool isSecret = true)
    {
        var text = Pick(NaughtyStrings.All);
        if (isSecret)
            secrets.Add(text);
        return text;
    }

    string Kind(string kind)
    {
        kinds.Add(kind);
        return kind;
    }

    // What is spoilt.

    void SpoilIds(Dictionary<string, string> ids)
    {
        if (ids.Count == 0)
            return;
        var name = Pick([.. ids.Keys]);
        switch (random.Next(8))
        {
            case 0:
                ids[name] = NewId();
                Kind("an id of nothing");
                break;
            case 1:
                ids[name] = Pick(["%00", "%2F", "%2e%2e%2f", "%C0%AF", "%ED%A0%80", "%FF", "%zz", "%", "%252F", "%E2%80%AE"]);
                Kind("an escape in the address");
                break;
            case 2:
                ids[name] = ids[name].ToUpperInvariant();
                Kind("an id in capitals");
                break;
            case 3:
                ids[name] += "%2F" + NewId();
                Kind("an address as it stands");
                break;
            case 4:
                ids[name] = ids[name].Replace("-", "", StringComparison.Ordinal);
                Kind("an id without hyphens");
                break;
            default:
                // Blanks and dots alone make another address.
                ids[name] = Naughty() is { Length: > 0 and < 2000 } text && text.Trim('.').Length > 0 ? text : "x";
                Kind("no id");
                break;
        }
    }

    void SpoilQuery(List<(string Name, string Value)> query)
    {
        switch (random.Next(7))
        {
            case 0:
                query.AddRange(Enumerable.Range(0, 700).Select(i => ($"q{i}", "1")));
                Kind("700 parameters");
                break;
            case 1 when query.Count > 0:
                query.Add((query[0].Name, Naughty()));
                Kind("a parameter twice");
                break;
            case 2:
                query.Add((Naughty(isSecret: false) is { Length: < 500 } name ? name : "n", Naughty()));
                Kind("an unknown parameter");
                break;
            case 3:
                query.Add((Pick(["size", "after", "before", "asOf", "knownAt", "atLeast", "page", "version", "format", "day"]), Pick(["-1", "0", "2147483647", "2147483648", "9223372036854775807", "-9223372036854775808", "1e9", "NaN", "", "%00", "%FF", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "0001-01-01", "9999-12-31", "2026-02-30T00:00:00Z"])));
                Kind("a parameter out of range");
                break;
            default:
                if (query.Count == 0)
                    query.Add((Pick(["size", "after", "department", "status", "asOf", "format", "item", "who", "from"]), ""));
                var at = random.Next(query.Count);
                query[at] = (query[at].Name, Naughty() is { Length: < 2000 } value ? value : "x");
                Kind("a naughty parameter");
                break;
        }
    }

    void SpoilHeaders(List<(string Name, string Value)> headers)
    {
        (string Name, string Value) odd = Pick<(string, string)>(
        [
            ("If-Match", "\"1\""), ("If-Match", "*"), ("If-None-Match", "*"), ("If-None-Match", "W/\"x\", \"y\""), ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"), ("If-Unmodified-Since", "yesterday"), ("If-Range", "\"x\""),
            ("Range", "bytes=0-0"), ("Range", "bytes=5-1"), ("Range", "bytes=0-,1-,2-,3-,4-"), ("Range", "lines=1-2"), ("Range", "bytes=-99999999999999999999"),
            ("Ledger-Position", "x"), ("Ledger-Position", "-1"), ("Prefer", "return=minimal"), ("Accept", "image/png"), ("Accept", "application/json"), ("Accept", "text/html"), ("Accept", "application/xml;q=9"), ("Accept", ";;;"), ("Accept-Language", "xx-YY-zz;q=nonsense"), ("Accept-Language", new string('z', 3000)),
            ("Accept-Encoding", "br;q=-1"), ("Content-Encoding", "gzip"), ("Content-Language", "zh"), ("Content-Digest", "sha-256=:AAAA:"), ("Content-Digest", "sha-512=:!!:"), ("Content-Digest", ":"), ("Content-Disposition", "attachment; filename*=UTF-8''%ZZ"), ("Content-Disposition", "filename=\"../../x\""),
            ("Idempotency-Key", ""), ("Idempotency-Key", new string('k', 201)), ("Idempotency-Key", "a b"), ("Idempotency-Key", "fuzz-the-same"), ("Idempotency-Key", "钥匙"),
            ("Purpose", "None such"), ("Purpose", ""), ("Purpose", new string('p', 101)), ("Matter", "x"), ("Matter", Guid.Empty.ToString()), ("On-Behalf-Of", Guid.Empty.ToString()), ("On-Behalf-Of", "me"), ("Break-Glass", "yes"), ("Break-Glass", NewId()),
            ("Role", "king"), ("Role", ""), ("Channel", "pigeon"), ("Channel", "7"), ("Channel", "import"), ("Legal-Basis", "{{7*7}}"), ("Authorization", "Bearer"), ("Authorization", "Bearer a.b.c"), ("Authorization", "Basic YTpi"), ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."), ("Authorization", ""),
            ("Cookie", "serviceledger-session=x; =; a"), ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-For", "\"><script>"), ("X-Forwarded-Proto", "gopher"), ("Forwarded", "for=\"_x\""), ("traceparent", "00-zz-zz-zz"), ("traceparent", "00-00000000000000000000000000000000-0000000000000000-00"), ("baggage", new string('b', 5000)),
            ("Origin", "null"), ("Referer", "javascript:1"), ("Sec-Fetch-Site", "cross-site"), ("Expect", "100-continue"), ("Upgrade", "h2c"), ("TE", "trailers"), ("HX-Request", "true"), ("Date", "never"), ("Content-Type", "application/json; charset=utf-7"), ("Content-Type", ";"), ("Host", "naughty.invalid")
        ]);
        if (random.Next(4) == 0)
        {
            var statement = Pick(["Purpose", "Matter", "Legal-Basis", "Channel", "On-Behalf-Of", "Break-Glass", "Role", "Idempotency-Key"]);
            var text = Naughty() is { Length: < 1000 } t && !t.AsSpan().ContainsAny('\r', '\n', '\0') && !t.Any(char.IsControl) ? t : "x";
            odd = (statement, text);
        }
        else if (random.Next(8) == 0)
        {
            odd = (Pick(["Matter", "On-Behalf-Of", "Break-Glass"]), harvest.Any(Pick(["applicationId", "mandateId", "breakGlassId", "citizenId"]), random, who) ?? NewId());
        }

        if (odd.Name == "Content-Type" || random.Next(5) > 0)
            headers.RemoveAll(h => h.Name == odd.Name);
        headers.Add(odd);
        Kind($"{odd.Name}: {(odd.Value.Length > 40 ? odd.Value[..40] + "…" : odd.Value)}");
    }

    (string Method, DescribedOperation? Judged) SpoilMethod(DescribedOperation operation, string method)
    {
        method = Pick(["HEAD", "OPTIONS", "DELETE", "PATCH", "PUT", "POST", "GET", "TRACE", "PROPFIND", "BREW", "get"]);
        Kind($"method {method}");
        return (method, api.Operations.FirstOrDefault(o => o.Method == method && o.Path == operation.Path));
    }

    (byte[] Body, string? Type) SpoilBytes(byte[] bytes, string? type)
    {
        switch (random.Next(13))
        {
            case 0:
                Kind("no UTF-8");
                return ([.. bytes[..(bytes.Length / 2)], .. Pick<byte[]>([[0xC3, 0x28], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80]]), .. bytes[(bytes.Length / 2)..]], type);
            case 1:
                Kind("a byte order mark");
                return ([0xEF, 0xBB, 0xBF, .. bytes], type);
            case 2:
                Kind("UTF-16");
                return (Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)), type);
            case 3:
                Kind("cut short");
                return (bytes[..random.Next(bytes.Length)], type);
            case 4:
                Kind("something after it");
                return ([.. bytes, .. Encoding.UTF8.GetBytes(Pick(["x", "{}", "\0", ",", "]"]))], type);
            case 5:
                Kind("a broken form of parts");
                return (Encoding.UTF8.GetBytes("--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n"), "multipart/form-data; boundary=" + Pick(["b", "", "\"", new string('b', 200)]));
            case 6:
                Kind("another type");
                return (bytes, Pick(["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/jsonx", "application/problem+json", "*/*", "text/html; charset=utf-16", "application/json; charset=\"", "application/json;"]));
            case 7:
                Kind("no type");
                return (bytes, null);
            case 8 when bytes.Length > 0:
                Kind("one byte turned");
                bytes = [.. bytes];
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return (bytes, type);
            case 9:
                Kind("brackets without end");
                return (Encoding.UTF8.GetBytes(new string(Pick(['[', '{', '"']), random.Next(1, 5000))), type);
            case 10:
                Kind("nothing");
                return ([], type);
            case 11 when random.Next(8) == 0:
                Kind("more than a mebibyte");
                return ([.. bytes, .. Enumerable.Repeat((byte)' ', (1 << 20) + random.Next(-bytes.Length, 5))], type);
            default:
                Kind("another value");
                return (Encoding.UTF8.GetBytes(Pick(["null", "[]", "{}", "\"x\"", "7", "true", "[{}]", "{\"\":\"\"}", "[null]", "-", "NaN", "{\"a\":1,}", "{/**/}"])), type);
        }
    }

    /// <summary>One member of it is spoilt.</summary>
    string SpoilJson(JsonNode whole)
    {
        whole = whole.DeepClone();
        var places = Places(whole).ToArray();
        if (places.Length == 0)
            return whole.ToJsonString(Plain);
        var (holder, key) = Pick(places);
        var raw = "";
        switch (random.Next(22))
        {
            case 0:
                Remove(holder, key);
                Kind($"without {key}");
                break;
            case 1:
                if (holder is JsonObject more)
                    more[Pick(["colour", "$type", "$ref", "__proto__", "Version", "id", "", "a\u202Eb"])] = 1;
                Kind("one member more");
                break;
            case 2:
                Set(holder, key, null);
                Kind($"{key} null");
                break;
            case 3:
                Set(holder, key, Pick<Func<JsonNode?>>([() => new JsonObject(), () => new JsonArray(), () => true, () => 7, () => "x", () => new JsonArray(new JsonArray())])());
                Kind($"{key} of another type");
                break;
            case 4:
                raw = Pick(["1e400", "-1e400", "9223372036854775808", "-9223372036854775809", "2147483648", "-1", "0", "-0", "1.5", "1e2", new string('9', 400), "0.1e-400", "9007199254740993"]);
                Kind($"{key} {(raw.Length > 30 ? "of 400 digits" : raw)}");
                break;
            case 5:
                raw = Pick(["NaN", "Infinity", "01", "+1", "0x1", ".5", "1.", "'x'", "undefined", "True"]);
                Kind($"{key} {raw}");
                break;
            case 6:
                Set(holder, key, Pick(["0001-01-01", "9999-12-31", "2026-02-30", "0000-00-00", "2026-13-01", "10000-01-01", "-0001-01-01", "2026-1-1", "2026-02-29"]));
                Kind($"{key} a day out of range");
                break;
            case 7:
                Set(holder, key, Pick(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-06-30T23:59:60Z", "2026-01-01T00:00:00+25:00"]));
                Kind($"{key} a moment out of range");
                break;
            case 8:
                Set(holder, key, Pick(["UNKNOWN", "Online", "ONLINE", "0", "online, window", " online", "grant ", "Ａ"]));
                Kind($"{key} a name that is none");
                break;
            case 9:
                var deep = random.Next(3) == 0 ? 2000 : random.Next(25, 40);
                raw = string.Concat(Enumerable.Repeat("[", deep)) + string.Concat(Enumerable.Repeat("]", deep));
                Kind($"{key} {deep} deep");
                break;
            case 10 when random.Next(6) == 0:
                Set(holder, key, new string(Pick(['长', 'x', '\u0301', '"']), Pick([100_000, 300_000, 1_000_000])));
                Kind($"{key} very long");
                break;
            case 11:
                raw = Pick(["\"\\ud800\"", "\"a\\udc00b\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ufffe\"", "\"\\u001b\"", "\"\\x41\"", "\"a\nb\"", "\"\0\""]);
                Kind($"{key} {raw.Replace("\0", "\\0", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}");
                break;
            case 12:
                raw = $"1,\"{(holder is JsonObject ? key : "x")}\":1";
                Kind($"{key} twice");
                break;
            case 13:
                Set(holder, key, "");
                Kind($"{key} empty");
                break;
            case 14:
                Set(holder, key, Pick([Guid.Empty.ToString(), NewId().ToUpperInvariant(), "{" + NewId() + "}", NewId().Replace("-", "", StringComparison.Ordinal), NewId()]));
                Kind($"{key} an odd id");
                break;
            case 15:
                Set(holder, key, new JsonArray([.. Enumerable.Range(0, 1000).Select(_ => (JsonNode?)Pick<Func<JsonNode?>>([() => "x", () => null, () => 1, () => new JsonObject()])())]));
                Kind($"{key} a thousand");
                break;
            case 16:
                Set(holder, key, harvest.Any(Pick(["citizenId", "applicationId", "decisionId", "evidenceId", "eventId"]), random, who) ?? NewId());
                Kind($"{key} an id of something else");
                break;
            default:
                Set(holder, key, Naughty());
                Kind($"{key} naughty");
                break;
        }

        if (raw.Length == 0)
            return whole.ToJsonString(Plain);
        Set(holder, key, Raw);
        return whole.ToJsonString(Plain).Replace($"\"{Raw}\"", raw, StringComparison.Ordinal);
    }

    static IEnumerable<(JsonNode Holder, string Key)> Places(JsonNode node)
    {
        foreach (var (key, value) in node switch
        {
            JsonObject o => o.Select(m => (m.Key, m.Value)),
            JsonArray a => a.Select((v, i) => (i.ToString(CultureInfo.InvariantCulture), v)),
            _ => []
        })
        {
            yield return (node, key);
            if (value is JsonObject or JsonArray)
                foreach (var inner in Places(value))
                    yield return inner;
        }
    }

    static void Set(JsonNode holder, string key, JsonNode? value)
    {
        if (holder is JsonArray list)
            list[int.Parse(key, CultureInfo.InvariantCulture)] = value;
        else
            holder[key] = value;
    }

    static void Remove(JsonNode holder, string key)
    {
        if (holder is JsonArray list)
            list.RemoveAt(int.Parse(key, CultureInfo.InvariantCulture));
        else
            holder.AsObject().Remove(key);
    }

    /// <summary>The bytes of a request that no client would send.</summary>
    byte[] Wire(string method, string address, IReadOnlyList<(string Name, string Value)> headers, byte[] body)
    {
        var (line, framing) = ($"{method} {address} HTTP/1.1", $"Content-Length: {body.Length}");
        var more = "";
        switch (random.Next(16))
        {
            case 0:
                framing = $"Content-Length: {body.Length + 50}";
                break;
            case 1:
                framing = $"Content-Length: {body.Length / 2}";
                break;
            case 2:
                framing = "Content-Length: " + Pick(["-1", "x", "99999999999999999999", "0x10", "1, 1", ""]);
                break;
            case 3:
                framing = "Content-Length: 1\r\nContent-Length: 2";
                break;
            case 4:
                (framing, body) = ("Transfer-Encoding: chunked", Encoding.ASCII.GetBytes(Pick(["zz\r\nab\r\n0\r\n\r\n", "5\r\nab", "ffffffffffff\r\na", "2\r\nabc\r\n0\r\n\r\n", "-1\r\n", "0\r\nX: \0\r\n\r\n"])));
                break;
            case 5:
                (framing, body) = ("Transfer-Encoding: chunked\r\nContent-Length: 4", Encoding.ASCII.GetBytes("2\r\n{}\r\n0\r\n\r\n"));
                break;
            case 6:
                more = "X-Long: " + new string('x', 40_000);
                break;
            case 7:
                more = string.Join("\r\n", Enumerable.Range(0, 150).Select(i => $"X-{i}: 1"));
                break;
            case 8:
                line = $"{method} {address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}q={new string('q', 10_000)} HTTP/1.1";
                break;
            case 9:
                line = $"{method} http://naughty.invalid{address} HTTP/1.1";
                break;
            case 10:
                line = Pick([$"{method} {address}", $"{method}  {address} HTTP/1.1", $"{method} \\..\\{address[1..]} HTTP/1.1", $"{method} * HTTP/1.1", $"{method} //{address[1..]} HTTP/1.1", $"G\0T {address} HTTP/1.1", $"{method} {address}#part HTTP/1.1", $"{method} /./..{address} HTTP/1.1"]);
                break;
            case 11:
                more = Pick(["X: a\r\n b", "X : a", ": a", "X", "X: \0", "X: \u00ff\u00fe", "\u540d: a", "Host: other.invalid"]);
                break;
            case 12:
                framing = "Content-Length: 0\r\nConnection: upgrade, keep-alive, close\r\nUpgrade: websocket";
                break;
            case 13:
                more = "Expect: 200-nothing";
                break;
            case 14:
                line = $"{method} {address.Split('?')[0]}?a=%&b=%u0041&%00=%00&c=%ed%a0%80&d=+++&&&=&e HTTP/1.1";
                break;
            default:
                line = $"{method} {address.Replace("/api", "/API", StringComparison.Ordinal)}//;v=1 HTTP/1.0";
                break;
        }

        Kind("broken on the wire: " + (more.Length > 0 ? Short(more) : Short(framing)));
        var text = new StringBuilder(line).Append("\r\nHost: localhost\r\n");
        foreach (var (name, value) in headers.Where(h => h.Name is not "Host"))
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        text.Append(framing).Append("\r\n").Append(more.Length > 0 ? more + "\r\n" : "").Append("Connection: close\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(text.ToString()), .. body];
    }

    static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
