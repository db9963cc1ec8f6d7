using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;

namespace ServiceLedger.Tests.Participation;

public class complaining_decisions
{
    static readonly DateOnly Due = new(2026, 3, 23);
    static readonly Act Accused = Given.Officer with { ActorId = "bei.tou" };
    static readonly FileComplaint Command = new(Given.Citizen, LedgerHost.Department, ComplaintKind.Conduct, "态度恶劣", Given.Matter, "bei.tou");
    static readonly ComplaintFiled Filed = new(Given.Citizen, LedgerHost.Department, ComplaintKind.Conduct, Given.Key.Seal("态度恶劣"), Due, Given.Matter, "bei.tou");
    static readonly ComplaintAnswered Answered = new(Given.Citizen, ComplaintOutcome.Justified, Given.Key.Seal("属实"), Given.Key.Seal("批评教育"));
    static readonly ComplaintReopened Reopened = new(Given.Citizen, Given.Key.Seal("未道歉"), Due);

    static Complaint Complaint(params object[] then) => Given.State<Complaint>(Given.Ruled, [Filed, .. then]);

    static Microsoft.AspNetCore.Mvc.ProblemDetails File(FileComplaint command, Act? by = null, bool known = true, bool matter = true, bool calendar = true) =>
        FileComplaintEndpoint.Validate(command, by ?? Given.Applicant, new(known ? Given.Key : null, matter ? Given.Application() : null, Given.Departments, calendar ? Due : null));

    [Fact]
    public void is_for_the_person_or_an_officer_who_takes_it_down()
    {
        File(Command).ShouldBeAccepted();
        File(Command, Given.Officer).ShouldBeAccepted();
        File(Command, Given.Stranger).ShouldBeRefused(403, "forbidden");
        File(Command, Given.Officer with { Purpose = "FraudPreventionAndDetection" }).ShouldBeRefused(403, "forbidden");
        File(Command, known: false).ShouldBeInvalid("$.citizenId");
        File(Command, matter: false).ShouldBeInvalid("$.applicationId");
        File(Command with { ApplicationId = null }, matter: false).ShouldBeAccepted();
        File(Command with { Department = "11500000000000000X" }).ShouldBeInvalid("$.department");
        File(Command, calendar: false).ShouldBeRefused(409, "calendar-missing");
        Texts.ShouldBeTakenOnly("$.text", 4000, text => File(Command with { Text = text }), lines: true);

        var hotline = Command with { HotlineNumber = "12345-20260302-0017" };
        File(hotline, Given.Officer with { Channel = Channel.Phone }).ShouldBeAccepted();
        File(hotline).ShouldBeInvalid("$.hotlineNumber");
        var filed = FileComplaintEndpoint.Decide(hotline, new(Given.Key, null, Given.Departments, Due));
        (filed.HotlineNumber, filed.Officer, filed.DueBy, Given.Key.Open(filed.Text)).ShouldBe(("12345-20260302-0017", "bei.tou", Due, "态度恶劣"));
    }

    [Fact]
    public void is_kept_from_the_officer_complained_about()
    {
        var complaint = Complaint();
        complaint.IsAbout(Accused).ShouldBeTrue();
        complaint.NextFor(Accused).ShouldBeEmpty();
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, "不属实", 1), Accused, complaint).ShouldBeRefused(403, "forbidden");
        CloseComplaintEndpoint.Validate(new(2), Accused, Complaint(Answered)).ShouldBeRefused(403, "forbidden");
        AssignComplaintEndpoint.Validate(new("bei.tou", 1), Given.Officer, complaint).ShouldBeInvalid("$.officer");
        AssignComplaintEndpoint.Validate(new("zhao.yun", 1), Given.Officer, complaint).ShouldBeAccepted();
        // Of another department by now, they are still the one complained about.
        complaint.RelationTo(Accused with { Department = Items.OtherDepartment }).ShouldBe(Relation.Party);
    }

    [Fact]
    public void is_answered_with_reasons_and_measures()
    {
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Justified, "属实", 1, "批评教育"), Given.Officer, Complaint()).ShouldBeAccepted();
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Justified, "属实", 1), Given.Officer, Complaint()).ShouldBeInvalid("$.measures");
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, "不属实", 1, "无"), Given.Officer, Complaint()).ShouldBeInvalid("$.measures");
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, "不属实", 1), Given.Officer, Complaint()).ShouldBeAccepted();
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, "不属实", 1), Given.Applicant, Complaint()).ShouldBeRefused(403, "forbidden");
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, "不属实", 1), Given.ForeignOfficer, Complaint()).ShouldBeRefused(404, "not-found");
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, "不属实", 7), Given.Officer, Complaint()).ShouldBeRefused(409, "stale-version");
        AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, "不属实", 2), Given.Officer, Complaint(Answered)).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => AnswerComplaintEndpoint.Validate(new(ComplaintOutcome.Unjustified, text, 1), Given.Officer, Complaint()), lines: true);
    }

    [Fact]
    public void is_reopened_once_by_who_complained()
    {
        ReopenComplaintEndpoint.Validate(new("未道歉", 2), Given.Applicant, Complaint(Answered), new(Due)).ShouldBeAccepted();
        ReopenComplaintEndpoint.Validate(new("未道歉", 3), Given.Applicant, Complaint(Answered, new ComplaintClosed(Given.Citizen)), new(Due)).ShouldBeAccepted();
        ReopenComplaintEndpoint.Validate(new("未道歉", 2), Given.Officer, Complaint(Answered), new(Due)).ShouldBeRefused(403, "forbidden");
        ReopenComplaintEndpoint.Validate(new("未道歉", 1), Given.Applicant, Complaint(), new(Due)).ShouldBeRefused(409, "not-in-this-state");
        ReopenComplaintEndpoint.Validate(new("未道歉", 4), Given.Applicant, Complaint(Answered, Reopened, Answered), new(Due)).ShouldBeRefused(409, "not-in-this-state");
        ReopenComplaintEndpoint.Validate(new("未道歉", 2), Given.Applicant, Complaint(Answered), new((DateOnly?)null)).ShouldBeRefused(409, "calendar-missing");
        Complaint(Answered, Reopened).Next().ShouldBe([ComplaintAction.Assign, ComplaintAction.Answer]);
        Complaint().IsOverdue(Due).ShouldBeFalse();
        Complaint().IsOverdue(Due.AddDays(1)).ShouldBeTrue();
        Complaint(Answered).IsOverdue(Due.AddDays(1)).ShouldBeFalse();
    }
}
