using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>A person becomes known to the ledger, at a window or by a department's system.</summary>
public sealed record RegisterCitizen(string IdNumber, string Name, string ResidenceDivision, string? UrbanRuralClass = null);

/// <summary>The answer: ids only.</summary>
public sealed record CitizenAnswer(Guid CitizenId);

/// <summary>An ID number with its blind indexes, and whether it is on record.</summary>
public sealed record Identity(CitizenIdNumber Number, string ByNumber, string ByName, bool IsKnown);

public static class RegisterCitizenEndpoint
{
    const int MaxName = 100;

    /// <summary>What the ID number says, and whether it is on record; null where number or name are refused anyway.</summary>
    public static async Task<Identity?> LoadAsync(RegisterCitizen command, IDocumentSession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        if (!CitizenIdNumber.TryParse(command.IdNumber, time.Today(), out var number, out _) || Text.Fault(command.Name, MaxName) is not null)
            return null;
        var index = await vault.BlindIndex(ct);
        var byNumber = index.OfIdNumber(number.Value);
        return new(number, byNumber, index.OfNameAndBirthDate(command.Name, number.BirthDate), await session.LoadAsync<CitizenByIdNumber>(byNumber, ct) is not null);
    }

    public static ProblemDetails Validate(RegisterCitizen command, Act act, Identity? identity, TimeProvider time)
    {
        if (!act.IsOfficer)
            return Problems.Forbidden("Officers register citizens.", "仅工作人员可登记。");
        if (!CitizenIdNumber.TryParse(command.IdNumber, time.Today(), out _, out var fault))
            return Problems.Invalid("$.idNumber", IdNumberText.En(fault), IdNumberText.Zh(fault));
        if (Text.Fault(command.Name, MaxName) is { } name)
            return Problems.Invalid("$.name", name.En, name.Zh);
        if (!DivisionCode.IsValid(command.ResidenceDivision))
            return Problems.Invalid("$.residenceDivision", "A division code has 6, 9 or 12 digits and begins with a county's.", "区划代码为 6、9 或 12 位数字，以县级代码开头。");
        if (command.UrbanRuralClass is not null && !DivisionCode.UrbanRuralClasses.Contains(command.UrbanRuralClass))
            return Problems.Invalid("$.urbanRuralClass", "One of " + string.Join(", ", DivisionCode.UrbanRuralClasses) + ".", "应为 " + string.Join("、", DivisionCode.UrbanRuralClasses) + " 之一。");
        return identity!.IsKnown ? AlreadyKnown() : WolverineContinue.NoProblems;
    }

    [WolverinePost("/api/citizens")]
    public static async Task<Created<CitizenAnswer>> Post(RegisterCitizen command, Identity? identity, IdempotencyRecord record, IDocumentSession session, Vault vault, CancellationToken ct)
    {
        var id = LedgerId.New();
        await vault.MakeKeysFor([id], ct);
        session.Events.StartStream<Citizen>(id, Decide(id, command, identity!.Number, await vault.KeyOf(id, PurposeClass.Identity, ct)));
        session.Insert(new CitizenByIdNumber(identity.ByNumber, id));
        session.Insert(new CitizenByName(id, identity.ByName));
        return record.Creates($"/api/citizens/{id}/file", new CitizenAnswer(id));
    }

    public static CitizenRegistered Decide(Guid id, RegisterCitizen command, CitizenIdNumber number, SubjectKey key) => new(
        id, key.Seal(number.Value), key.Seal(command.Name.Trim()), key.Seal($"{number.BirthDate:yyyy-MM-dd}"), command.ResidenceDivision, command.UrbanRuralClass);

    /// <summary>Says that the number is known and nothing else about the person.</summary>
    public static ProblemDetails AlreadyKnown() => Problems.AlreadyExists("This ID number is registered.", "该身份证号已登记。");
}

static class IdNumberText
{
    public static string En(IdNumberFault fault) => fault switch
    {
        IdNumberFault.Missing => "An ID number is needed.",
        IdNumberFault.FifteenDigits => "15-digit ID numbers have not been valid since 2013; use the 18-digit number of the present card.",
        IdNumberFault.WrongLength => "An ID number has 18 characters.",
        IdNumberFault.NotDigits => "An ID number is 17 digits and a digit or X.",
        IdNumberFault.UnknownCounty => "The first six digits are no county's, past or present.",
        IdNumberFault.NoSuchDate => "Digits 7 to 14 are no date.",
        IdNumberFault.BornInFuture => "The date of birth is in the future or before 1850.",
        _ => "The check character does not fit the number; please compare it with the card."
    };

    public static string Zh(IdNumberFault fault) => fault switch
    {
        IdNumberFault.Missing => "请填写身份证号。",
        IdNumberFault.FifteenDigits => "15 位身份证号自 2013 年起停止使用，请使用现证件上的 18 位号码。",
        IdNumberFault.WrongLength => "身份证号为 18 位。",
        IdNumberFault.NotDigits => "身份证号由 17 位数字和 1 位数字或 X 组成。",
        IdNumberFault.UnknownCounty => "前六位不是现行或历史县级代码。",
        IdNumberFault.NoSuchDate => "第 7 至 14 位不是有效日期。",
        IdNumberFault.BornInFuture => "出生日期在未来或早于 1850 年。",
        _ => "校验码不符，请与证件核对。"
    };
}
