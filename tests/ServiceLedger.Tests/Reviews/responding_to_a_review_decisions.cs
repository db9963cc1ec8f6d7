using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>The respondent's answer, on the evidence it decided on (REV art. 44, 46, 48, 70).</summary>
public class responding_to_a_review
{
    static readonly EvidenceBundle Bundle = new(Contest.Seen, Given.Key);
    static readonly ManifestTold Told = new([new(Given.Matter, 2), new(Given.Citizen, 1)], 1, [new(Contest.Document, Contest.Digest)]);

    /// <summary>The copy was sent on Monday the second of March: ten working days end on the sixteenth.</summary>
    static readonly Review Copied = Contest.Of(new ReviewAccepted(Given.Citizen, Contest.Then(2026, 3, 2)), new CopySentToRespondent(Given.Citizen, Contest.Then(2026, 3, 2)));

    [Fact]
    public void brings_the_evidence_it_was_decided_on()
    {
        Answer(new("决定合法", 3, Bundle.Hash)).ShouldBeAccepted();
        Answer(new("决定合法", 3, Bundle.Hash, Told)).ShouldBeAccepted();
        var filed = FileResponseEndpoint.Decide(new("决定合法", 3, Bundle.Hash), Copied, Given.Key);
        (filed.EvidenceBundleHash, Given.Key.Open(filed.Answer)).ShouldBe((Bundle.Hash, "决定合法"));
        Contest.Of(Contest.Accepted, Contest.Copied, filed).Response.ShouldBe(ResponseState.Filed);
    }

    [Fact]
    public void with_another_hash_is_refused_and_told_both()
    {
        Answer(new("决定合法", 3)).ShouldBeInvalid("$.evidenceBundleHash");
        Answer(new("决定合法", 3, "47DE")).ShouldBeInvalid("$.evidenceBundleHash");
        var refusal = Answer(new("决定合法", 3, Contest.OtherDigest)).ShouldBeRefused(409, "other-evidence");
        refusal.Detail!.ShouldContain(Contest.OtherDigest);
        refusal.Detail!.ShouldContain(Bundle.Hash!);
    }

    [Fact]
    public void with_what_was_gathered_afterwards_is_refused_and_told_what_it_is()
    {
        string Differs(ManifestTold bundle) => Answer(new("决定合法", 3, Bundle.Hash, bundle)).ShouldBeRefused(409, "other-evidence").Detail!;
        Differs(Told with { Evidence = [.. Told.Evidence!, new(Given.Other, Contest.Digest)] }).ShouldBe($"document {Given.Other} was not opened.");
        Differs(Told with { Evidence = [] }).ShouldBe($"document {Contest.Document} is missing.");
        Differs(Told with { Evidence = null }).ShouldBe($"document {Contest.Document} is missing.");
        Differs(Told with { Evidence = [new(Contest.Document, Contest.OtherDigest)] }).ShouldBe($"document {Contest.Document} has other content.");
        Differs(Told with { Streams = [.. Told.Streams, new(Given.Other, 1)] }).ShouldBe($"stream {Given.Other} was not opened.");
        Differs(Told with { Streams = [new(Given.Matter, 3), new(Given.Citizen, 1)] }).ShouldBe($"stream {Given.Matter} was opened in version 2, not 3.");
        Differs(Told with { Streams = [new(Given.Matter, 2)] }).ShouldBe($"stream {Given.Citizen} is missing.");
        Differs(Told with { ItemVersion = 2 }).ShouldBe("the item was in version 1, not 2.");
        Answer(new("决定合法", 3, Bundle.Hash, Told with { Streams = [null!] })).ShouldBeInvalid("$.bundle");
    }

    [Fact]
    public void brings_nothing_where_the_decision_pinned_nothing()
    {
        EvidenceBundle nothing = new(null, Given.Key);
        Answer(new("决定合法", 3), bundle: nothing).ShouldBeAccepted();
        Answer(new("决定合法", 3, Bundle.Hash), bundle: nothing).ShouldBeRefused(409, "other-evidence");
        Answer(new("决定合法", 3, null, Told), bundle: nothing).ShouldBeRefused(409, "other-evidence");
    }

    [Fact]
    public void has_a_hash_that_hangs_on_what_was_seen_and_on_no_key()
    {
        EvidenceBundle.HashOf(Contest.Seen).ShouldBe(EvidenceBundle.HashOf(Contest.Seen with { Evidence = [Contest.Seen.Evidence[0] with { Digest = Contest.Seen.Evidence[0].Digest! with { Ciphertext = "x", Nonce = "y", KeyId = "z" } }] }));
        EvidenceBundle.HashOf(Contest.Seen).ShouldNotBe(EvidenceBundle.HashOf(Contest.Seen with { ItemVersion = 2 }));
        EvidenceBundle.HashOf(new([new(Given.Matter, 2)], [], 1)).ShouldBe(
            System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($$"""{"evidence":[],"itemVersion":1,"streams":[{"id":"{{Given.Matter}}","version":2}]}"""))));
    }

    [Theory]
    [InlineData(16, true), InlineData(17, false)]
    public void comes_within_ten_working_days(int day, bool inTime)
    {
        var answer = Answer(new("决定合法", 3, Bundle.Hash), Contest.On(2026, 3, day));
        var none = RecordNoResponseEndpoint.Validate(new(3), Contest.Reviewer, Copied, Contest.Days, Contest.On(2026, 3, day));
        if (inTime)
        {
            answer.ShouldBeAccepted();
            none.ShouldBeRefused(409, "not-due-yet");
        }
        else
        {
            answer.ShouldBeRefused(409, "too-late");
            none.ShouldBeAccepted();
        }
    }

    [Fact]
    public void says_something() => Texts.ShouldBeTakenOnly("$.answer", 20_000, text => Answer(new(text, 3, Bundle.Hash)), lines: true);

    [Fact]
    public void that_does_not_come_counts_as_no_evidence()
    {
        var none = RecordNoResponseEndpoint.Decide(new(3), Copied, Contest.Days);
        none.DueBy.ShouldBe(new(2026, 3, 16));
        var review = Contest.Of(Contest.Accepted, Contest.Copied, none);
        (review.Response, review.HasNoEvidence).ShouldBe((ResponseState.None, true));
        // Nothing is brought afterwards.
        FileResponseEndpoint.Validate(new("决定合法", 4, Bundle.Hash), Contest.Respondent, review, new(Bundle, Contest.Days), Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        FileResponseEndpoint.Validate(new("决定合法", 4, Bundle.Hash), Contest.Respondent, Contest.Of(Contest.Accepted, Contest.Copied, Contest.Answered), new(Bundle, Contest.Days), Given.Clock).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void without_a_calendar_is_refused()
    {
        FileResponseEndpoint.Validate(new("决定合法", 3, Bundle.Hash), Contest.Respondent, Copied, new(Bundle, new([])), Contest.On(2026, 3, 9)).ShouldBeRefused(409, "calendar-missing");
        RecordNoResponseEndpoint.Validate(new(3), Contest.Reviewer, Copied, new([]), Given.Clock).ShouldBeRefused(409, "calendar-missing");
    }

    static ProblemDetails? Answer(FileResponse command, TimeProvider? time = null, EvidenceBundle? bundle = null) =>
        FileResponseEndpoint.Validate(command, Contest.Respondent, Copied, new(bundle ?? Bundle, Contest.Days), time ?? Contest.On(2026, 3, 9));
}
