using System.IO.Compression;
using System.Text;
using System.Xml;

namespace ServiceLedger.Interchange;

/// <summary>One thing that happened in a case. The attributes are the event's own, as written, and the log's defaults for the rest.</summary>
public sealed record XesEvent(string Activity, DateTimeOffset At, string? Lifecycle, IReadOnlyDictionary<string, string> Attributes);

/// <summary>One case of a log with its events in order of time, those of the same time as written; the line is where it begins.</summary>
public sealed record XesTrace(string CaseId, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<XesEvent> Events, int Line);

/// <summary>A log that cannot be read further: what is wrong, and where. Line and column count from 1.</summary>
public sealed class BrokenXes(string reason, int line, int column) : Exception($"{reason} (line {line}, column {column})")
{
    public string Reason => reason;

    public int Line => line;

    public int Column => column;
}

/// <summary>
/// Reads event logs in the XML serialisation of XES (IEEE 1849-2016), plain or gzip, with its namespace or without one.
/// A time without an offset is taken as +08:00, the time in China.
/// </summary>
/// <remarks>
/// Holds one trace at a time, whatever the size of the log. Kept are the attributes directly under a trace or event; of one
/// written twice, the last. Those nested in attributes, and events outside traces, are passed over. A <c>global</c> section
/// supplies missing attributes, but never a case's or an event's concept:name or an event's time:timestamp: they say which
/// and when, and a case named by a default would swallow every other.
/// </remarks>
public static class XesReader
{
    /// <summary>The namespace of XES elements.</summary>
    public const string Namespace = "http://www.xes-standard.org/";

    /// <summary>The longest key or value read, in bytes of UTF-8.</summary>
    public const int LongestValue = 64 * 1024;

    static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>
    /// The traces in the order of the log, read as they are asked for and once only; the caller closes the stream.
    /// Throws <see cref="BrokenXes"/> at the first fault, after the traces before it.
    /// </summary>
    public static IEnumerable<XesTrace> Read(Stream stream)
    {
        using var log = new Log(stream);
        while (log.NextTrace() is { } trace) yield return trace;
    }

    /// <summary>An xs:dateTime; one without an offset is taken as +08:00.</summary>
    public static bool TryTime(string text, out DateTimeOffset at)
    {
        at = default;
        // XmlConvert also takes years, dates and times of day, which are no moments.
        if (!text.Contains('T', StringComparison.Ordinal) || !text.Contains('-', StringComparison.Ordinal)) return false;
        try
        {
            var local = XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.RoundtripKind);
            at = local.Kind is DateTimeKind.Unspecified ? new DateTimeOffset(local, China) : XmlConvert.ToDateTimeOffset(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    sealed class Log(Stream stream) : IDisposable
    {
        const string DamagedGzip = "The gzip data is damaged or cut short";

        readonly Dictionary<string, string> _traceDefaults = [];
        readonly Dictionary<string, string> _eventDefaults = [];
        readonly Source _source = Source.Of(stream);
        XmlReader? _xml;

        XmlReader Xml => _xml ??= Guarded(() => XmlReader.Create(_source, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreWhitespace = true,
        }));

        public XesTrace? NextTrace()
        {
            if (Xml.ReadState is ReadState.Initial) Open();
            while (NextChild(0))
            {
                if (Is("trace")) return Trace();
                if (Is("global")) Global();
            }

            while (Advance()) { }
            if (!Guarded(_source.IsWhole)) throw Broken(DamagedGzip);
            return null;
        }

        public void Dispose()
        {
            _xml?.Dispose();
            _source.Dispose();
        }

        void Open()
        {
            while (Advance() && Xml.NodeType is not XmlNodeType.Element) { }
            if (!Is("log")) throw Broken($"The root element is '{Shortened(Xml.Name)}', not the 'log' of an XES file");
        }

        void Global()
        {
            Dictionary<string, string>? defaults = Xml.GetAttribute("scope") switch
            {
                "trace" => _traceDefaults,
                "event" => _eventDefaults,
                _ => null,
            };
            if (defaults is not null) EachChild(() => Keep(defaults));
        }

        XesTrace Trace()
        {
            var (line, column) = Here;
            var attributes = new Dictionary<string, string>();
            var events = new List<XesEvent>();
            EachChild(() =>
            {
                if (Is("event")) events.Add(Event());
                else Keep(attributes);
            });

            var name = Own(attributes, "concept:name") ?? throw new BrokenXes("A trace has no concept:name", line, column);
            Complete(attributes, _traceDefaults);
            return new XesTrace(name, attributes, [.. events.OrderBy(e => e.At)], line);
        }

        XesEvent Event()
        {
            var (line, column) = Here;
            var attributes = new Dictionary<string, string>();
            EachChild(() => Keep(attributes));

            var activity = Own(attributes, "concept:name") ?? throw new BrokenXes("An event has no concept:name", line, column);
            var time = Own(attributes, "time:timestamp") ?? throw new BrokenXes("An event has no time:timestamp", line, column);
            if (!TryTime(time, out var at)) throw new BrokenXes($"The time:timestamp '{Shortened(time)}' of an event is not a date and time", line, column);
            Complete(attributes, _eventDefaults);
            return new XesEvent(activity, at, attributes.GetValueOrDefault("lifecycle:transition"), attributes);
        }

        void Keep(Dictionary<string, string> attributes)
        {
            // A list or container has no value of its own: what it holds is nested in it.
            if (!IsXes || Xml.LocalName is not ("string" or "date" or "int" or "float" or "boolean" or "id")) return;
            var key = Xml.GetAttribute("key") ?? throw Broken($"A {Xml.LocalName} has no key");
            var value = Xml.GetAttribute("value") ?? throw Broken($"'{Shortened(key)}' has no value");
            if (IsLong(key) || IsLong(value)) throw Broken($"'{Shortened(key)}' is longer than 64 KiB");
            attributes[key] = value;
        }

        bool NextChild(int depth)
        {
            while (Advance())
            {
                if (Xml.NodeType is XmlNodeType.Element && Xml.Depth == depth + 1) return true;
                if (Xml.NodeType is XmlNodeType.EndElement && Xml.Depth == depth) return false;
            }

            return false;
        }

        void EachChild(Action read)
        {
            if (Xml.IsEmptyElement) return;
            var depth = Xml.Depth;
            while (NextChild(depth)) read();
        }

        bool IsXes => Xml.NamespaceURI is "" or Namespace;

        bool Is(string name) => IsXes && Xml.LocalName == name;

        (int Line, int Column) Here => _xml is IXmlLineInfo at && at.HasLineInfo() ? (Math.Max(1, at.LineNumber), Math.Max(1, at.LinePosition)) : (1, 1);

        BrokenXes Broken(string reason) => new(reason, Here.Line, Here.Column);

        bool Advance()
        {
            _source.StartNode();
            return Guarded(Xml.Read);
        }

        T Guarded<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (XmlException e)
            {
                throw new BrokenXes(Plain(e), Math.Max(1, e.LineNumber), Math.Max(1, e.LinePosition));
            }
            catch (InvalidDataException)
            {
                throw Broken(DamagedGzip);
            }
            catch (OverflowException)
            {
                throw Broken("One element, comment or text is longer than 1 MiB");
            }
        }

        static string Plain(XmlException e)
        {
            if (e.Message.StartsWith("For security reasons DTD", StringComparison.Ordinal)) return "A document type (DTD) is not read";
            var position = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
            return "Not well-formed XML: " + (position < 0 ? e.Message : e.Message[..position]).TrimEnd('.');
        }

        static bool IsLong(string text) => text.Length > LongestValue / 3 && Encoding.UTF8.GetByteCount(text) > LongestValue;

        static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

        static string? Own(Dictionary<string, string> attributes, string key) =>
            attributes.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

        static void Complete(Dictionary<string, string> attributes, Dictionary<string, string> defaults)
        {
            foreach (var (key, value) in defaults) attributes.TryAdd(key, value);
        }
    }

    /// <summary>The two bytes looked at to tell gzip, then the rest of a stream, with a limit to what one XML node may take.</summary>
    sealed class Source(ReadOnlyMemory<byte> head, Stream rest) : Stream
    {
        // XmlReader holds a tag with all its attributes: an endless one must not fill the memory.
        const int LargestNode = 1024 * 1024;

        ReadOnlyMemory<byte> _head = head;
        long _left = long.MaxValue;
        Source? _packed;

        public static Source Of(Stream stream)
        {
            var head = new byte[2];
            var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var raw = new Source(head.AsMemory(0, read), stream);
            return head is [0x1f, 0x8b] ? new Source(default, new GZipStream(raw, CompressionMode.Decompress)) { _packed = raw } : raw;
        }

        public void StartNode() => _left = LargestNode;

        /// <summary>
        /// Whether a gzip file has its checksum and length (RFC 1952, 2.3.1): GZipStream takes one without them for whole.
        /// The bytes put after the end stand in for what is missing and do not match it; after a whole file they are ignored.
        /// </summary>
        public bool IsWhole()
        {
            if (_packed is null) return true;
            _packed._head = new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
            return rest.ReadByte() < 0;
        }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            var read = Math.Min(_head.Length, buffer.Length);
            _head.Span[..read].CopyTo(buffer);
            _head = _head[read..];
            if (read is 0) read = rest.Read(buffer);
            _left -= read;
            return _left >= 0 ? read : throw new OverflowException("More for one XML node than is read.");
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        protected override void Dispose(bool disposing)
        {
            if (disposing && rest is GZipStream) rest.Dispose();
            base.Dispose(disposing);
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
