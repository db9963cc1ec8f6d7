using System.Diagnostics;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>A look in plain words, in the language asked for.</summary>
static class AccessWords
{
    /// <param name="reader">Who reads it: a citizen is not told of other people's matters.</param>
    public static string Sentence(RecordedLook look, Guid citizenId, LineReader reader)
    {
        var when = Text.Told(look.At);
        return Problems.InChinese
            ? $"{when}，{WhoInChinese(look, citizenId)}{DidInChinese(look)}{WhyInChinese(look, reader)}。{FindingInChinese(look)}"
            : $"{Who(look, citizenId)} {Did(look)} on {when}{Why(look, reader)}{(look.What is AccessRefused ? " and was refused" : "")}.{Finding(look)}";
    }

    // What supervision found by itself, without anybody having asked.
    static string Finding(RecordedLook look) => look.FoundUnlawful ? " Supervision found that this was unlawful." : "";

    static string FindingInChinese(RecordedLook look) => look.FoundUnlawful ? "监督检查认定此次查阅违法。" : "";

    static string Did(RecordedLook look) => look.What switch
    {
        FileViewed d => $"looked at {Sections(d.Sections)}",
        Exported d => $"took a copy of {Sections(d.Sections)} ({InWords(d.Format)}, {d.Results} lines)",
        SearchPerformed { Results: 1 } d => $"found this person by a search by {InWords(d.By)}",
        SearchPerformed d => $"found this person, one of {d.Results}, by a search by {InWords(d.By)}",
        AccessRefused => "tried to read or change this record",
        _ => throw new UnreachableException("Every look has its words.")
    };

    static string DidInChinese(RecordedLook look) => look.What switch
    {
        FileViewed d => $"查看了{Sections(d.Sections)}",
        Exported d => $"导出了{Sections(d.Sections)}（{InWords(d.Format)}，{d.Results} 条）",
        SearchPerformed { Results: 1 } d => $"通过{InWords(d.By)}检索找到该人",
        SearchPerformed d => $"通过{InWords(d.By)}检索找到 {d.Results} 人，该人在其中",
        AccessRefused => "试图查阅或更改记录，被拒绝",
        _ => throw new UnreachableException("Every look has its words.")
    };

    static string Who(RecordedLook look, Guid citizenId) => look.By.Kind switch
    {
        ActorKind.Officer => $"An officer of {Institution(look)}",
        ActorKind.Citizen when look.By.IsCitizen(citizenId) => "You",
        ActorKind.Citizen or ActorKind.Agent when look.By.OnBehalfOf is not null => "Somebody acting for this person",
        ActorKind.Citizen or ActorKind.Agent => "Somebody",
        _ => look.By.Department is null ? "A system" : $"A system of {Institution(look)}"
    };

    static string WhoInChinese(RecordedLook look, Guid citizenId) => look.By.Kind switch
    {
        ActorKind.Officer => $"{Institution(look)}工作人员",
        ActorKind.Citizen when look.By.IsCitizen(citizenId) => "本人",
        ActorKind.Citizen or ActorKind.Agent when look.By.OnBehalfOf is not null => "代理人",
        ActorKind.Citizen or ActorKind.Agent => "他人",
        _ => look.By.Department is null ? "系统" : $"{Institution(look)}系统"
    };

    static string? Institution(RecordedLook look) => look.DepartmentName ?? look.By.Department;

    static string Why(RecordedLook look, LineReader reader) =>
        (look.By.Purpose is { } purpose ? $" for {Purposes.InWords(purpose)}" : "")
        + (look.By.MatterId is null ? "" : Names(look, reader) ? $" in the matter {look.CaseNumber ?? look.By.MatterId.ToString()}" : " in a matter of somebody else");

    static string WhyInChinese(RecordedLook look, LineReader reader)
    {
        string?[] parts =
        [
            look.By.Purpose is { } purpose ? $"目的：{Purposes.InWords(purpose)}" : null,
            look.By.MatterId is null ? null : Names(look, reader) ? $"办件：{look.CaseNumber ?? look.By.MatterId.ToString()}" : "他人办件"
        ];
        return parts.OfType<string>().ToArray() is { Length: > 0 } said ? $"（{string.Join("，", said)}）" : "";
    }

    /// <summary>Whether the reader may know which matter a look was for.</summary>
    public static bool Names(RecordedLook look, LineReader reader) => reader is LineReader.Office || look.OfThisCitizen;

    static string Sections(IReadOnlyList<FileSection> sections) => string.Join(Problems.InChinese ? "、" : ", ", sections.Select(InWords));

    public static string InWords(FileSection section) => section switch
    {
        FileSection.Identity => In("who this person is", "身份信息"),
        FileSection.Applications => In("applications", "办件"),
        FileSection.Papers => In("the papers handed in", "提交的材料"),
        FileSection.Commitments => In("commitments", "承诺"),
        FileSection.DataRequests => In("data requests", "数据共享申请"),
        FileSection.Decisions => In("decisions", "决定"),
        FileSection.Evidence => In("the list of documents", "材料目录"),
        FileSection.EvidenceContent => In("a document", "材料内容"),
        FileSection.History => In("the history of events", "历史记录"),
        FileSection.Accesses => In("the record of looks", "查阅记录"),
        FileSection.Mandates => In("mandates", "授权"),
        FileSection.Rights => In("rights over the data, and what protects it", "个人信息权利与保护"),
        FileSection.Participation => In("ratings, complaints and suggestions", "评价、投诉和建议"),
        FileSection.Reviews => In("reviews and lawsuits", "行政复议与诉讼"),
        _ => throw new UnreachableException("Every section has its words.")
    };

    public static string InWords(AccessKind kind) => kind switch
    {
        AccessKind.Viewed => In("viewed", "查看"),
        AccessKind.Searched => In("found by a search", "检索"),
        AccessKind.Exported => In("exported", "导出"),
        AccessKind.Refused => In("refused", "被拒绝"),
        _ => throw new UnreachableException("Every kind has its words.")
    };

    public static string InWords(AccessCaseStatus status) => status switch
    {
        AccessCaseStatus.Open => In("open", "待说明"),
        AccessCaseStatus.Explained => In("explained, to be decided", "已说明，待认定"),
        AccessCaseStatus.Justified => In("found justified", "认定正当"),
        AccessCaseStatus.FoundUnlawful => In("found unlawful", "认定违法"),
        _ => throw new UnreachableException("Every status has its words.")
    };

    public static string InWords(DisclosureDelayGround ground) => ground switch
    {
        DisclosureDelayGround.SecretByLaw => In("the law demanded secrecy (PIPL art. 18)", "法律、行政法规规定应当保密（个人信息保护法第十八条）"),
        DisclosureDelayGround.Emergency => In("it was an emergency (PIPL art. 18)", "紧急情况（个人信息保护法第十八条）"),
        DisclosureDelayGround.ObstructsDuty => In("telling would have obstructed a legal duty (PIPL art. 35)", "告知将妨碍履行法定职责（个人信息保护法第三十五条）"),
        _ => throw new UnreachableException("Every ground has its words.")
    };

    static string InWords(SearchKey by) => by switch
    {
        SearchKey.IdNumber => In("ID number", "身份证号码"),
        SearchKey.NameAndBirthDate => In("name and date of birth", "姓名和出生日期"),
        SearchKey.CaseNumber => In("case number", "办件编号"),
        _ => throw new UnreachableException("Every search has its words.")
    };

    static string InWords(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "CSV",
        ExportFormat.Json => "JSON",
        ExportFormat.Pdf => "PDF",
        _ => throw new UnreachableException("Every format has its name.")
    };

    static string In(string en, string zh) => Problems.InChinese ? zh : en;
}
