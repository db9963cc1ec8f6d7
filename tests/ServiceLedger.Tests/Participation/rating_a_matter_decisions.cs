using Microsoft.Extensions.Configuration;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;

namespace ServiceLedger.Tests.Participation;

public class rating_a_matter_decisions
{
    static readonly Act Supervisor = Given.Outsider with { ActorId = "chen.jing", Role = Roles.Supervisor, Purpose = "Oversight" };
    static readonly RatedOfficers Rated = new(["li.hua"]);
    static readonly RatingTerms Terms = new();
    static readonly RateMatter Bad = new(1, false, [new(RatingDimension.Speed, 1)], "等了三个小时");
    static readonly RatingGiven Given1 = new(Given.Citizen, Given.Matter, null, Items.WithPapers, 1, LedgerHost.Department, 1, [new(RatingDimension.Speed, 1)], false, Given.Key.Seal("等了三个小时"));
    static readonly RatingContested Contested = new(Given.Citizen, RatingContestGround.Mistaken, Given.Key.Seal("评错部门"));
    static readonly BadRatingContacted Contacted = new(Given.Citizen, Channel.Phone, Given.Key.Seal("等候过久"));
    static readonly FixPlanned Planned = new(Given.Citizen, Given.Key.Seal("增设窗口"));
    static readonly BadRatingFixed Done = new(Given.Citizen, Given.Key.Seal("已增设窗口"));

    static Rating Rating(params object[] then) => Given.State<Rating>(Given.Ruled, [Given1, .. then]);

    static Microsoft.AspNetCore.Mvc.ProblemDetails Rate(RateMatter command, Act? by = null, Application? matter = null, bool visit = false, bool rated = false) =>
        RateMatterEndpoint.Validate(command, by ?? Given.Applicant, matter ?? Given.Application(ApplicationStatus.Delivered), new(visit, rated));

    [Fact]
    public void is_for_whoever_was_served_once_the_matter_is_over()
    {
        Rate(Bad).ShouldBeAccepted();
        Rate(Bad, Given.Stranger).ShouldBeRefused(404, "not-found");
        Rate(Bad, Given.Officer).ShouldBeRefused(403, "forbidden");
        Rate(Bad, rated: true).ShouldBeRefused(409, "already-exists");
        foreach (var status in Enum.GetValues<ApplicationStatus>())
        {
            var over = status is ApplicationStatus.Delivered or ApplicationStatus.NotRequired or ApplicationStatus.OutOfRemit or ApplicationStatus.AcceptanceRefused or ApplicationStatus.AcceptanceRevoked
                or ApplicationStatus.Withdrawn or ApplicationStatus.Merged or ApplicationStatus.Closed;
            var answer = Rate(Bad, matter: Given.Application(status));
            if (over)
                answer.ShouldBeAccepted();
            else
                answer.ShouldBeRefused(409, "not-over-yet");
        }
    }

    [Fact]
    public void of_a_visit_is_possible_at_once_by_dimensions_of_its_own()
    {
        var visit = Bad with { VisitId = Given.Other };
        Rate(visit, matter: Given.Application(), visit: true).ShouldBeAccepted();
        Rate(visit, matter: Given.Application()).ShouldBeInvalid("$.visitId");
        Rate(visit with { Scores = [new(RatingDimension.Convenience, 3)] }, visit: true).ShouldBeInvalid("$.scores[0].dimension");
        Rate(Bad with { Scores = [new(RatingDimension.Attitude, 3)] }).ShouldBeInvalid("$.scores[0].dimension");
        Rate(Bad with { Scores = [new(RatingDimension.Speed, 3), new(RatingDimension.Speed, 4)] }).ShouldBeInvalid("$.scores");
        foreach (var score in new[] { 0, 6 })
        {
            Rate(Bad with { Scores = [new(RatingDimension.Speed, score)] }).ShouldBeInvalid("$.scores[0].score");
            Rate(Bad with { Level = score }).ShouldBeInvalid("$.level");
        }

        Rate(Bad with { Scores = [null!] }).ShouldBeInvalid("$.scores[0]");
        Texts.ShouldBeTakenOnly("$.text", 4000, text => Rate(Bad with { Text = text }), lines: true);
        var given = RateMatterEndpoint.Decide(visit, Given.Application(), Given.Key);
        (given.VisitId, given.Level, given.Anonymous, given.DepartmentCode, Given.Key.Open(given.Text)).ShouldBe((Given.Other, 1, false, LedgerHost.Department, "等了三个小时"));
        Given.State<Rating>(Given.Ruled, given).OfVisit.ShouldBeTrue();
        Rating().OfVisit.ShouldBeFalse();
    }

    /// <summary>Contacted within 1 working day and put right within 15, over weekends and holidays.</summary>
    [Theory]
    [InlineData("2026-03-02", "2026-03-03", "2026-03-23")]
    [InlineData("2026-03-06", "2026-03-09", "2026-03-27")]
    [InlineData("2026-02-14", "2026-02-24", "2026-03-13")]
    public void of_a_bad_one_under_a_real_name_says_by_when_it_is_followed_up(string given, string contact, string fix)
    {
        var rating = Rating() with { GivenAt = Text.StartOf(DateOnly.Parse(given, null)).AddHours(9) };
        rating.Dues(Given.Days, Terms).ShouldBe(new(DateOnly.Parse(contact, null), DateOnly.Parse(fix, null)));
        rating.Dues(Given.Days, new(2, 16)).ShouldNotBe(rating.Dues(Given.Days, Terms));
        rating.Dues(new WorkingDays([]), Terms).ShouldBe(RatingDues.None, "A year without a calendar is not guessed.");
        var dues = rating.Dues(Given.Days, Terms);
        rating.IsOverdue(dues, dues.ContactBy!.Value).ShouldBeFalse();
        rating.IsOverdue(dues, dues.ContactBy.Value.AddDays(1)).ShouldBeTrue();
        (rating with { Status = RatingStatus.FixPlanned }).IsOverdue(dues, dues.FixBy!.Value).ShouldBeFalse();
        (rating with { Status = RatingStatus.FixPlanned }).IsOverdue(dues, dues.FixBy.Value.AddDays(1)).ShouldBeTrue();
        (rating with { Status = RatingStatus.Fixed }).IsOverdue(dues, dues.FixBy.Value.AddDays(1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Ratings:ContactWorkingDays"), InlineData("Ratings:FixWorkingDays"), InlineData("Complaints:AnswerWorkingDays")]
    public void by_terms_that_are_no_days_refuses_to_start(string name)
    {
        foreach (var days in new[] { "0", "-1", "366", "soon", "" })
            Should.Throw<RefusedToStart>(() => (RatingTerms.Read(With(days)), ComplaintTerms.Read(With(days)))).Message.ShouldContain(name);
        var read = (RatingTerms.Read(With("7")), ComplaintTerms.Read(With("7")));
        (read.Item1.ContactWorkingDays + read.Item1.FixWorkingDays + read.Item2.AnswerWorkingDays).ShouldBe(name switch { "Ratings:ContactWorkingDays" => 37, _ => 23 });

        IConfiguration With(string days) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = days }).Build();
    }

    [Fact]
    public void that_is_good_anonymous_or_excluded_need_not_be_followed_up()
    {
        foreach (var rating in new[] { Rating() with { Level = 3 }, Rating() with { Level = 5 }, Rating() with { Anonymous = true }, Rating(Contested, new RatingExcluded(Given.Citizen, RatingContestGround.Mistaken, Given.Key.Seal("属实"))) })
        {
            rating.Dues(Given.Days, Terms).ShouldBe(RatingDues.None);
            rating.Next().ShouldNotContain(RatingAction.Contact);
        }

        (Rating() with { Level = 2 }).NeedsFollowUp.ShouldBeTrue();
    }

    [Fact]
    public void is_followed_up_until_who_rated_is_satisfied()
    {
        ContactBadRaterEndpoint.Validate(new(Channel.Phone, "等候过久", 1), Given.Officer, Rating()).ShouldBeAccepted();
        ContactBadRaterEndpoint.Validate(new(Channel.Phone, "等候过久", 1), Given.ForeignOfficer, Rating()).ShouldBeRefused(404, "not-found");
        ContactBadRaterEndpoint.Validate(new(Channel.Phone, "等候过久", 1), Given.Applicant, Rating()).ShouldBeRefused(403, "forbidden");
        ContactBadRaterEndpoint.Validate(new(Channel.Phone, "等候过久", 0), Given.Officer, Rating()).ShouldBeRefused(409, "stale-version");
        ContactBadRaterEndpoint.Validate(new(Channel.Phone, "等候过久", 2), Given.Officer, Rating(Contacted)).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.heard", 4000, text => ContactBadRaterEndpoint.Validate(new(Channel.Phone, text, 1), Given.Officer, Rating()), lines: true);

        PlanFixEndpoint.Validate(new("增设窗口", 2), Given.Officer, Rating(Contacted)).ShouldBeAccepted();
        PlanFixEndpoint.Validate(new("增设窗口", 1), Given.Officer, Rating()).ShouldBeRefused(409, "not-in-this-state");
        FixBadRatingEndpoint.Validate(new("已增设窗口", 3), Given.Officer, Rating(Contacted, Planned)).ShouldBeAccepted();
        FixBadRatingEndpoint.Validate(new("已增设窗口", 1), Given.Officer, Rating()).ShouldBeRefused(409, "not-in-this-state");
        CallBackRaterEndpoint.Validate(new(true, 3), Given.Officer, Rating(Contacted, Done)).ShouldBeAccepted();
        CallBackRaterEndpoint.Validate(new(true, 2), Given.Officer, Rating(Contacted)).ShouldBeRefused(409, "not-in-this-state");

        Rating(Contacted, Done, new RatingCalledBack(Given.Citizen, true)).Next().ShouldBe([RatingAction.Contest]);
        Rating(Contacted, Done, new RatingCalledBack(Given.Citizen, false)).Next().ShouldBe([RatingAction.Contest, RatingAction.PlanFix, RatingAction.Fix]);
    }

    [Fact]
    public void is_excluded_by_supervision_that_had_no_part_in_the_matter()
    {
        ContestRatingEndpoint.Validate(new(RatingContestGround.Malicious, "并非办事人", 1), Given.Officer, Rating()).ShouldBeAccepted();
        ContestRatingEndpoint.Validate(new(RatingContestGround.Malicious, "并非办事人", 1), Supervisor, Rating()).ShouldBeRefused(403, "forbidden");
        ContestRatingEndpoint.Validate(new(RatingContestGround.Malicious, "并非办事人", 2), Given.Officer, Rating(Contested)).ShouldBeRefused(409, "not-in-this-state");

        DecideRatingContestEndpoint.Validate(new(true, "属实", 2), Supervisor, Rating(Contested), Rated).ShouldBeAccepted();
        DecideRatingContestEndpoint.Validate(new(true, "属实", 2), Given.Officer, Rating(Contested), Rated).ShouldBeRefused(403, "forbidden");
        DecideRatingContestEndpoint.Validate(new(true, "属实", 2), Supervisor with { ActorId = "li.hua" }, Rating(Contested), Rated).ShouldBeRefused(403, "forbidden");
        DecideRatingContestEndpoint.Validate(new(true, "属实", 1), Supervisor, Rating(), Rated).ShouldBeRefused(409, "not-in-this-state");
        DecideRatingContestEndpoint.Validate(new(true, "属实", 2), Supervisor with { Kin = [Given.Citizen] }, Rating(Contested), Rated).ShouldBeRefused(404, "not-found");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => DecideRatingContestEndpoint.Validate(new(true, text, 2), Supervisor, Rating(Contested), Rated), lines: true);

        DecideRatingContestEndpoint.Decide(new(true, "属实", 2), Rating(Contested), Given.Key).ShouldBeOfType<RatingExcluded>().Ground.ShouldBe(RatingContestGround.Mistaken);
        Rating(Contested, DecideRatingContestEndpoint.Decide(new(true, "属实", 2), Rating(Contested), Given.Key)).Next().ShouldBeEmpty();
        var upheld = Rating(Contested, DecideRatingContestEndpoint.Decide(new(false, "不属实", 2), Rating(Contested), Given.Key));
        (upheld.Contest, upheld.Status).ShouldBe((RatingContestStatus.Upheld, RatingStatus.Given));
        upheld.Next().ShouldBe([RatingAction.Contact], "It is contested once.");
    }

    [Fact]
    public void under_no_name_names_nobody_to_an_office()
    {
        var anonymous = Rating() with { Anonymous = true };
        foreach (var office in new[] { Given.Officer, Supervisor })
        {
            anonymous.IsVisibleTo(office).ShouldBeTrue();
            anonymous.NamesTo(office).ShouldBeFalse();
            Rating().NamesTo(office).ShouldBeTrue();
        }

        anonymous.NamesTo(Given.Applicant).ShouldBeTrue();
    }
}
