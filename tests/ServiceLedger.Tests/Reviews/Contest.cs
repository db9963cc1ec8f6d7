using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>A fixed challenge to a refusal, and those around it.</summary>
static class Contest
{
    public const string Court = "重庆市渝中区人民法院", Number = Given.CaseNumber + "-D-V1";
    public static readonly Guid Id = new("01980000-0000-7000-8000-0000000005a7"), Document = new("01980000-0000-7000-8000-0000000006a7");

    /// <summary>Of the authority that reviews; a second one; and one of the department that decided.</summary>
    public static readonly Act Reviewer = Given.Officer with { ActorId = "lu.ping", Department = LedgerHost.ReviewingAuthority };
    public static readonly Act SecondReviewer = Reviewer with { ActorId = "he.jun" };
    public static readonly Act Respondent = Given.Officer;
    public static readonly string[] Basis = ["复议法第六十四条"];

    public static readonly WorkingDays Days = new([Given.Calendar(2025), Given.Calendar(2026)]);
    public static readonly ChallengeGround Ground = new(Given.Key, LedgerHost.ReviewingAuthority, Days);
    public static readonly Deciders Deciders = new(["sun.li"]);

    public static readonly SeenManifest Seen = new([new(Given.Matter, 2), new(Given.Citizen, 1)], [new(Document, Given.Key.Seal(Digest))], 1);
    public const string Digest = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", OtherDigest = "57DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    public static readonly DecisionMade Refusal = Given.Made with { Ruling = new Refusal(Given.Key.Seal("面积不足"), Given.Remedies), SeenManifest = Seen };

    public static readonly ReviewLodged Lodged = new(
        Given.Citizen, Given.Matter, Given.Ruled, Number, Items.WithPapers, LedgerHost.Department, LedgerHost.ReviewingAuthority, ReviewForm.Written, Given.Key.Seal("请求撤销"), new(2026, 3, 1), true, new(2026, 4, 30));
    public static readonly ReviewLodged Late = Lodged with { WithinTime = false, LateGround = LateGround.SinceKnowledge };

    /// <summary>Of what was not decided.</summary>
    public static readonly ReviewLodged OfInaction = Lodged with { DecisionId = null, ReviewNumber = Given.CaseNumber + "-V1" };
    public static readonly ReviewCorrectionAsked Asked = new(Given.Citizen, Given.Key.Seal("缺少委托书"), new(2026, 3, 13));
    public static readonly ReviewAccepted Accepted = new(Given.Citizen);
    public static readonly ProcedureChosen Simple = new(Given.Citizen, ReviewProcedure.Simple, SimpleGround.PartiesAgree);
    public static readonly CopySentToRespondent Copied = new(Given.Citizen);
    public static readonly ResponseFiled Answered = new(Given.Citizen, Given.Key.Seal("决定合法"), Digest);
    public static readonly ResponseNotFiled NotAnswered = new(Given.Citizen, new(2026, 3, 13));
    public static readonly OpinionsHeard Heard = new(Given.Citizen, HearingManner.ByPhone, Given.Key.Seal("双方陈述意见"));
    public static readonly MediationAgreed Agreed = new(Given.Citizen, Given.Key.Seal("补正后准予"));
    public static readonly ReviewSuspended Suspended = new(Given.Citizen, ReviewSuspensionGround.OtherCase, Given.Key.Seal("等待另案"));
    public static readonly ExecutionStayOrdered Stayed = new(Given.Citizen, StayGround.ApplicantAsks, Given.Key.Seal("避免损失"));
    public static readonly ReviewDecided Revoked = new(Given.Citizen, ChallengeOutcome.Revoked, Given.Key.Seal("证据不足"), Basis, Court);
    public static readonly ReviewDelivered Delivered = new(Given.Citizen, DeliveryMethod.Post);
    public static readonly LawsuitFiled Sued = new(
        Given.Citizen, Given.Matter, Given.Ruled, Number, Items.WithPapers, LedgerHost.Department, Court, new(2026, 3, 1), true, new(2026, 9, 1));

    /// <summary>The review, lodged, and then this.</summary>
    public static Review Of(params object[] then) => Given.State<Review>(Id, [Lodged, .. then]);

    /// <summary>The review of what was not decided, and then this.</summary>
    public static Review Inactive(params object[] then) => Given.State<Review>(Id, [OfInaction, .. then]);

    /// <summary>Copied, answered and heard: it can be decided.</summary>
    public static Review Ready(params object[] then) => Of([Accepted, Copied, Answered, Heard, .. then]);

    /// <summary>The decision as it is challenged, delivered, and then this; and its application.</summary>
    public static Disputed Disputed(DecisionMade? made = null, params object[] then)
    {
        var decision = Given.DecisionOf(made ?? Refusal, [new DecisionDelivered(Given.Citizen, Given.Matter, DeliveryMethod.Post), new DecisionChallenged(Given.Citizen, Id, Number, LedgerHost.ReviewingAuthority), .. then]);
        return new(decision, (made ?? Refusal).Ruling, Given.Application(Given.Accepted, Given.Decided, Given.Delivered), Items.Limits);
    }

    public static Disputed OfNothing(params object[] application) => new(null, null, Given.Application(application), Items.Limits);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Nine o'clock in China on this day.</summary>
    public static FakeTimeProvider On(int year, int month, int day) => new(At(new(year, month, day)));

    public static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new(9, 0)), TimeSpan.FromHours(8));

    public static EarlierEffect Then(int year, int month, int day) => new(At(new(year, month, day)), EarlierEffectReason.LateEntry);

    public static Act With(Power power, string item = Items.WithPapers) =>
        new(ActorKind.Citizen, Given.Other.ToString(), Channel.Online, OnBehalfOf: Given.Matter) { Represents = new(Given.Citizen, [item], [power]) };
}
