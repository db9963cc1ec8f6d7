using ServiceLedger.Pages;

namespace ServiceLedger.Tests.Pages;

public class addresses_of_pages
{
    [Theory]
    [InlineData("from", "2026-01-01", "/a?from=2026-01-01"), InlineData("of whom", "a&b=c", "/a?of%20whom=a%26b%3Dc"), InlineData("a\r\nSet-Cookie: x", "1", "/a?a%0D%0ASet-Cookie%3A%20x=1"), InlineData("a=b&c", "1", "/a?a%3Db%26c=1")]
    public void ask_for_what_was_given_by_whatever_name(string name, string value, string address) => Addresses.With("/a", (name, value)).ShouldBe(address);
}
