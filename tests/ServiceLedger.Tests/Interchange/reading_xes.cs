using System.IO.Compression;
using System.Text;
using ServiceLedger.Interchange;

namespace ServiceLedger.Tests.Interchange;

public class reading_xes
{
    const string Received = """<event><string key="concept:name" value="receive"/><date key="time:timestamp" value="2024-03-01T09:00:00+08:00"/></event>""";
    const string Sound = $"""<trace><string key="concept:name" value="A"/>{Received}</trace>""";

    [Fact]
    public void yields_traces_with_their_events_and_attributes()
    {
        var trace = Read(Log("""
            <trace>
              <string key="concept:name" value="case-1"/><int key="pages" value="007"/><boolean key="urgent" value="true"/>
              <event>
                <string key="concept:name" value="receive"/><string key="lifecycle:transition" value="complete"/>
                <date key="time:timestamp" value="2024-03-01T09:00:00.5+01:00"/><float key="fee" value="1.50"/><id key="ref" value="x"/>
              </event>
            </trace>
            """)).ShouldHaveSingleItem();

        (trace.CaseId, trace.Line).ShouldBe(("case-1", 2));
        trace.Attributes["pages"].ShouldBe("007");
        trace.Attributes["urgent"].ShouldBe("true");
        var happened = trace.Events.ShouldHaveSingleItem();
        (happened.Activity, happened.Lifecycle).ShouldBe(("receive", "complete"));
        happened.At.ShouldBe(new DateTimeOffset(2024, 3, 1, 9, 0, 0, 500, TimeSpan.FromHours(1)));
        happened.At.Offset.ShouldBe(TimeSpan.FromHours(1));
        happened.Attributes["fee"].ShouldBe("1.50");
        happened.Attributes["ref"].ShouldBe("x");
    }

    [Fact]
    public void knows_a_log_without_the_namespace() =>
        Read($"<log>{Sound}</log>").ShouldHaveSingleItem().CaseId.ShouldBe("A");

    [Fact]
    public void knows_a_log_whose_namespace_has_a_prefix() =>
        Read("""
            <x:log xmlns:x="http://www.xes-standard.org/"><x:trace><x:string key="concept:name" value="A"/></x:trace></x:log>
            """).ShouldHaveSingleItem().CaseId.ShouldBe("A");

    [Fact]
    public void knows_gzip_by_its_first_bytes() =>
        XesReader.Read(new MemoryStream(Gzip(Log(Sound)))).ToList().ShouldHaveSingleItem().CaseId.ShouldBe("A");

    [Fact]
    public void reads_gzip_of_several_members()
    {
        var log = Log(Sound);
        byte[] members = [.. Gzip(log[..40]), .. Gzip(log[40..])];
        XesReader.Read(new MemoryStream(members)).ToList().ShouldHaveSingleItem().CaseId.ShouldBe("A");
    }

    [Fact]
    public void leaves_the_stream_to_the_caller()
    {
        using var stream = new MemoryStream(Gzip(Log(Sound)));
        XesReader.Read(stream).Count().ShouldBe(1);
        stream.CanRead.ShouldBeTrue();
    }

    [Theory]
    [InlineData("<log/>")]
    [InlineData("<log></log>")]
    [InlineData("""<?xml version="1.0"?><!-- none --><log><extension name="Time"/><string key="a" value="b"/></log>""")]
    public void finds_no_traces_in_an_empty_log(string log) => Read(log).ShouldBeEmpty();

    [Fact]
    public void yields_a_trace_without_events() =>
        Read(Log("""<trace><string key="concept:name" value="A"/></trace>""")).ShouldHaveSingleItem().Events.ShouldBeEmpty();

    [Fact]
    public void passes_over_nested_attributes_lists_containers_and_foreign_elements()
    {
        var trace = Read(Log("""
            <trace>
              <string key="concept:name" value="A"><string key="inner" value="1"/></string>
              <list key="parts"><values><string key="inner" value="2"/></values></list>
              <container key="box"><string key="concept:name" value="B"/></container>
              <note xmlns="urn:other"><string key="concept:name" value="C"/></note>
              <string xmlns="urn:other" key="inner" value="3"/>
            </trace>
            """)).ShouldHaveSingleItem();

        trace.CaseId.ShouldBe("A");
        trace.Attributes.Keys.ShouldBe(["concept:name"]);
    }

    [Fact]
    public void fills_missing_attributes_from_the_global_sections()
    {
        var trace = Read(Log($"""
            <global scope="trace"><string key="channel" value="UNKNOWN"/></global>
            <global scope="event"><string key="org:resource" value="nobody"/><string key="lifecycle:transition" value="complete"/></global>
            {Sound}
            """)).ShouldHaveSingleItem();

        trace.Attributes["channel"].ShouldBe("UNKNOWN");
        trace.Events[0].Attributes["org:resource"].ShouldBe("nobody");
        trace.Events[0].Lifecycle.ShouldBe("complete");
    }

    [Fact]
    public void prefers_what_a_trace_says_to_the_global_section() =>
        Read(Log("""
            <global scope="trace"><string key="channel" value="UNKNOWN"/></global>
            <trace><string key="concept:name" value="A"/><string key="channel" value="Desk"/></trace>
            """)).ShouldHaveSingleItem().Attributes["channel"].ShouldBe("Desk");

    [Fact]
    public void never_takes_a_case_or_a_time_from_the_global_section()
    {
        const string Global = """
            <global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
            <global scope="event"><string key="concept:name" value="UNKNOWN"/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/></global>
            """;
        Refusal(Log(Global + $"<trace>{Received}</trace>")).Reason.ShouldBe("A trace has no concept:name");
        Refusal(Log(Global + Trace("""<event><string key="concept:name" value="receive"/></event>"""))).Reason.ShouldBe("An event has no time:timestamp");
    }

    [Fact]
    public void sorts_events_by_time_and_keeps_the_order_of_equal_times() =>
        Read(Log(Trace(Event("third", "2024-03-01T10:00:00+08:00") + Event("first", "2024-03-01T08:30:00+08:00") + Event("second", "2024-03-01T01:30:00Z") + Event("after second", "2024-03-01T09:30:00+08:00"))))
            .Single().Events.Select(e => e.Activity).ShouldBe(["first", "second", "after second", "third"]);

    [Theory]
    [InlineData("2024-03-01T09:00:00", "2024-03-01T09:00:00+08:00")]
    [InlineData("2024-03-01T09:00:00.123456789", "2024-03-01T09:00:00.1234568+08:00")]
    [InlineData("2024-03-01T09:00:00Z", "2024-03-01T09:00:00+00:00")]
    [InlineData("2024-03-01T09:00:00.25-05:30", "2024-03-01T09:00:00.25-05:30")]
    public void takes_a_time_without_offset_as_the_time_in_China(string written, string read)
    {
        var at = Read(Log(Trace(Event("receive", written)))).Single().Events[0].At;
        at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", null).ShouldBe(read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024")]
    [InlineData("2024-03-01")]
    [InlineData("09:00:00")]
    [InlineData("2024-03-01 09:00:00")]
    [InlineData("2024-02-30T09:00:00Z")]
    [InlineData("01/03/2024T09:00:00")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("0001-01-01T00:00:00+08:00")]
    [InlineData("9999-12-31T23:59:59-08:00")]
    public void refuses_a_time_that_is_none(string written)
    {
        var refusal = Refusal(Log(Trace(Event("receive", written))));
        refusal.Reason.ShouldBe(written is "" ? "An event has no time:timestamp" : $"The time:timestamp '{written}' of an event is not a date and time");
        refusal.Line.ShouldBe(2);
    }

    [Fact]
    public void refuses_a_trace_without_a_name()
    {
        var refusal = Refusal(Log($"{Sound}\n  <trace>{Received}</trace>"));
        refusal.Message.ShouldBe("A trace has no concept:name (line 3, column 4)");
        (refusal.Line, refusal.Column).ShouldBe((3, 4));
    }

    [Fact]
    public void refuses_an_event_without_a_name() =>
        Refusal(Log(Trace("""<event><date key="time:timestamp" value="2024-03-01T09:00:00Z"/></event>"""))).Reason.ShouldBe("An event has no concept:name");

    [Fact]
    public void refuses_an_event_without_a_time() =>
        Refusal(Log(Trace("""<event><string key="concept:name" value="receive"/></event>"""))).Reason.ShouldBe("An event has no time:timestamp");

    [Theory]
    [InlineData("""<string value="b"/>""", "A string has no key")]
    [InlineData("""<int key="pages"/>""", "'pages' has no value")]
    public void refuses_an_attribute_without_key_or_value(string attribute, string reason) =>
        Refusal(Log($"<trace>{attribute}</trace>")).Reason.ShouldBe(reason);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("case,activity,time")]
    [InlineData("{ \"log\": [] }")]
    public void refuses_what_is_not_XML(string file) => Refusal(file).Message.ShouldStartWith("Not well-formed XML: ");

    [Theory]
    [InlineData("<pnml/>", "pnml")]
    [InlineData("""<log xmlns="urn:other"/>""", "log")]
    public void refuses_another_root_element(string file, string root) =>
        Refusal(file).Reason.ShouldBe($"The root element is '{root}', not the 'log' of an XES file");

    [Theory]
    [InlineData("""<!DOCTYPE log [<!ENTITY e SYSTEM "file:///etc/passwd">]><log/>""")]
    [InlineData("""<!DOCTYPE log SYSTEM "http://127.0.0.1:9/log.dtd"><log/>""")]
    public void refuses_a_document_type(string file) => Refusal(file).Reason.ShouldBe("A document type (DTD) is not read");

    [Theory]
    [InlineData("&#0;")]
    [InlineData("\0")]
    [InlineData("&#1;")]
    [InlineData("&#xD800;")]
    [InlineData("\uFFFE")]
    [InlineData("&unknown;")]
    public void refuses_characters_XML_does_not_know(string value)
    {
        var refusal = Refusal(Log($"""{Sound}<trace><string key="concept:name" value="{value}"/></trace>"""), after: 1);
        refusal.Message.ShouldStartWith("Not well-formed XML: ");
        refusal.Line.ShouldBe(2);
    }

    [Fact]
    public void refuses_bytes_that_are_not_UTF_8()
    {
        var bytes = Encoding.UTF8.GetBytes(Log("""<trace><string key="concept:name" value="?"/></trace>"""));
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xff;
        Should.Throw<BrokenXes>(() => XesReader.Read(new MemoryStream(bytes)).ToList()).Message.ShouldStartWith("Not well-formed XML: ");
    }

    [Fact]
    public void reads_a_value_of_64_KiB_and_refuses_one_more()
    {
        static string Remark(string text) => Log($"""<trace><string key="concept:name" value="A"/><string key="remark" value="{text}"/></trace>""");

        Read(Remark(new string('a', 65_536))).Single().Attributes["remark"].Length.ShouldBe(65_536);
        Refusal(Remark(new string('a', 65_537))).Message.ShouldBe("'remark' is longer than 64 KiB (line 2, column 47)");
        Refusal(Remark(new string('许', 21_846))).Reason.ShouldBe("'remark' is longer than 64 KiB");
    }

    [Fact]
    public void refuses_an_endless_value_without_holding_it()
    {
        var head = Encoding.UTF8.GetBytes("""<log><trace><string key="concept:name" value=" """);
        using var endless = new Endless(head);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Should.Throw<BrokenXes>(() => XesReader.Read(endless).ToList()).Reason.ShouldBe("One element, comment or text is longer than 1 MiB");
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(64L << 20);
    }

    [Fact]
    public void reads_on_past_large_parts_that_are_not_kept()
    {
        var nested = string.Concat(Enumerable.Repeat("""<int key="n" value="1"/>""", 100_000));
        Read(Log($"""<string key="meta" value="">{nested}</string>{Sound}""")).Count.ShouldBe(1);
    }

    [Fact]
    public void yields_the_traces_before_the_fault()
    {
        var log = Log(Sound + Sound.Replace("\"A\"", "\"B\"", StringComparison.Ordinal) + "<trace>");
        var read = new List<string>();
        Should.Throw<BrokenXes>(() =>
        {
            foreach (var trace in XesReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(log)))) read.Add(trace.CaseId);
        });
        read.ShouldBe(["A", "B"]);
    }

    [Fact]
    public void refuses_a_file_cut_short_anywhere()
    {
        var whole = Encoding.UTF8.GetBytes(Log(Sound));
        for (var length = 0; length < whole.Length; length++)
        {
            Should.Throw<BrokenXes>(() => XesReader.Read(new MemoryStream(whole, 0, length)).ToList(), $"cut to {length} bytes");
        }
    }

    [Fact]
    public void refuses_gzip_cut_short_anywhere()
    {
        var whole = Gzip(Log(Sound));
        for (var length = 0; length < whole.Length; length++)
        {
            Should.Throw<BrokenXes>(() => XesReader.Read(new MemoryStream(whole, 0, length)).ToList(), $"cut to {length} bytes");
        }
    }

    [Fact]
    public void refuses_damaged_gzip()
    {
        var damaged = Gzip(Log(Sound));
        damaged[^8] ^= 1;
        Should.Throw<BrokenXes>(() => XesReader.Read(new MemoryStream(damaged)).ToList()).Reason.ShouldBe("The gzip data is damaged or cut short");
    }

    [Fact]
    public void reads_a_stream_that_gives_a_byte_at_a_time_and_cannot_seek() =>
        XesReader.Read(new Trickle(Gzip(Log(Sound)))).ToList().ShouldHaveSingleItem().CaseId.ShouldBe("A");

    [Theory]
    [InlineData("receipt.xes.gz", 1_434, 8_577)]
    [InlineData("roadfines_sample3001.xes.gz", 3_001, 11_373)]
    public void reads_a_published_log_whole(string file, int traces, int events)
    {
        using var stream = File.OpenRead(PublishedLogs.Find(file));
        var read = XesReader.Read(stream).ToList();
        read.Count.ShouldBe(traces);
        read.Sum(t => t.Events.Count).ShouldBe(events);
        read.DistinctBy(t => t.CaseId).Count().ShouldBe(traces);
    }

    static string Log(string content) => $"""<log xes.version="1.0" xmlns="{XesReader.Namespace}">{"\n"}{content}{"\n"}</log>""";

    static string Trace(string events) => $"""<trace><string key="concept:name" value="A"/>{events}</trace>""";

    static string Event(string activity, string at) =>
        $"""<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{at}"/></event>""";

    static List<XesTrace> Read(string log) => [.. XesReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(log)))];

    static BrokenXes Refusal(string log, int after = 0)
    {
        using var traces = XesReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(log))).GetEnumerator();
        for (var i = 0; i < after; i++) traces.MoveNext().ShouldBeTrue();
        return Should.Throw<BrokenXes>(() =>
        {
            while (traces.MoveNext()) { }
        });
    }

    static byte[] Gzip(string log)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(log));
        return packed.ToArray();
    }

    /// <summary>The given bytes, then 'a' for ever.</summary>
    sealed class Endless(byte[] head) : OneWay
    {
        int _at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++) buffer[offset + i] = _at < head.Length ? head[_at++] : (byte)'a';
            return count;
        }
    }

    sealed class Trickle(byte[] bytes) : OneWay
    {
        int _at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (count is 0 || _at == bytes.Length) return 0;
            buffer[offset] = bytes[_at++];
            return 1;
        }
    }

    abstract class OneWay : Stream
    {
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

/// <summary>The event logs kept beside the repository.</summary>
static class PublishedLogs
{
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ServiceLedger.sln"))) folder = folder.Parent;
            return folder?.FullName ?? AppContext.BaseDirectory;
        }
    }

    public static string Find(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "../shared/data/eventlogs", file));
        if (!File.Exists(path)) Assert.Skip("../shared/data is not here");
        return path;
    }
}
