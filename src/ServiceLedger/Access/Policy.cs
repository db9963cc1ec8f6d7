using System.Collections.Concurrent;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

/// <summary>What is asked of the policy.</summary>
/// <param name="Who">The officer's role; or citizen, agent, system.</param>
/// <param name="Matter">Whether a matter was stated in which whoever asks takes part.</param>
public readonly record struct PolicyQuestion(string Who, Relation Relation, PolicyAction Action, string? Purpose, bool Matter);

/// <summary>A version of the rules on who may see and do what, and the answers they give.</summary>
public sealed class Policy(int version, IReadOnlyList<PolicyRule> rules)
{
    /// <summary>More questions than this come from nobody who works here.</summary>
    const int MostRemembered = 10_000;

    static readonly FileSection[] AllSections = Enum.GetValues<FileSection>();
    static readonly FieldClass[] AllFields = Enum.GetValues<FieldClass>();

    readonly ConcurrentDictionary<PolicyQuestion, PolicyView> answers = new();

    /// <summary>The rules the service ships with.</summary>
    public static Policy Shipped { get; } = new(1, ShippedPolicy.Rules);

    public int Version => version;

    public IReadOnlyList<PolicyRule> Rules => rules;

    /// <summary>What these rules answer; the same question is answered from memory.</summary>
    public PolicyView Answer(PolicyQuestion question)
    {
        if (answers.TryGetValue(question, out var known))
            return known;
        if (answers.Count > MostRemembered)
            answers.Clear();
        return answers[question] = Effective(rules, question);
    }

    /// <summary>Whether there is any relation and any matter with which this would be allowed.</summary>
    public bool CouldAllow(string who, PolicyAction action, string? purpose, IReadOnlyCollection<FileSection> sections) =>
        Enum.GetValues<Relation>().Any(relation => Answer(new(who, relation, action, purpose, true)) is var view && (sections.Count == 0 ? view.ShowsAnything : sections.Any(s => view.Shows(s))));

    /// <summary>
    /// The effective policy: of each section the classes of fields that a line permits and none forbids. Pure; its examples stand in the tests beside it.
    /// </summary>
    public static PolicyView Effective(IReadOnlyList<PolicyRule> rules, PolicyQuestion question)
    {
        var permitted = new int[AllSections.Length];
        var forbidden = new string?[AllSections.Length, AllFields.Length];
        foreach (var rule in rules.Where(r => r.Meets(question)))
            foreach (var section in rule.Sections.Length == 0 ? AllSections : rule.Sections)
                foreach (var field in rule.Fields.Length == 0 ? AllFields : rule.Fields)
                    if (rule.Effect is PolicyEffect.Permit)
                        permitted[(int)section] |= 1 << (int)field;
                    else
                        forbidden[(int)section, (int)field] = rule.Ground;
        foreach (var section in AllSections)
            foreach (var field in AllFields)
                if (forbidden[(int)section, (int)field] is not null)
                    permitted[(int)section] &= ~(1 << (int)field);
        return new(permitted, (section, field) => Reason(rules, question, section, field, forbidden[(int)section, (int)field]));
    }

    /// <summary>Why something is hidden: what would have to be otherwise for it to be shown.</summary>
    static Hiding Reason(IReadOnlyList<PolicyRule> rules, PolicyQuestion question, FileSection section, FieldClass field, string? ground)
    {
        bool Permits(Func<PolicyRule, bool> meets) => rules.Any(r => r.Effect is PolicyEffect.Permit && r.Covers(section, field) && meets(r));
        return ground is not null ? new(HidingReason.Forbidden, ground)
            : !question.Matter && Permits(r => r.Meets(question with { Matter = true })) ? new(HidingReason.NoMatter, null)
            : Permits(r => r.Meets(question with { Purpose = null }, anyPurpose: true)) ? new(HidingReason.Purpose, null)
            : Permits(r => r.Who.Contains(question.Who) && r.Actions.Contains(question.Action)) ? new(HidingReason.OtherDepartments, null)
            : new(HidingReason.Role, null);
    }
}

/// <summary>What an answer of the policy shows, by section and class of field.</summary>
public sealed class PolicyView(int[] fields, Func<FileSection, FieldClass, Hiding> why)
{
    public bool ShowsAnything { get; } = fields.Any(f => f != 0);

    /// <summary>Whether of this section anything is shown.</summary>
    public bool Shows(FileSection section) => fields[(int)section] != 0;

    public bool Shows(FileSection section, FieldClass field) => (fields[(int)section] & (1 << (int)field)) != 0;

    /// <summary>Whether of every section everything is shown but this class.</summary>
    public bool ShowsEverything(FieldClass except) => fields.All(f => (f | (1 << (int)except)) == (1 << Enum.GetValues<FieldClass>().Length) - 1);

    /// <summary>The classes of fields that are shown of these sections.</summary>
    public FieldClass[] Of(IEnumerable<FileSection> sections) =>
        sections.Aggregate(0, (all, s) => all | fields[(int)s]) is var mask ? [.. Enum.GetValues<FieldClass>().Where(f => (mask & (1 << (int)f)) != 0)] : [];

    /// <summary>Why this is not shown.</summary>
    public Hiding Why(FileSection section, FieldClass field) => why(section, field);
}

/// <summary>Why something is hidden.</summary>
/// <param name="Ground">Of the line that forbids it, where one does.</param>
public sealed record Hiding(HidingReason Reason, string? Ground)
{
    /// <summary>In words, in the language asked for.</summary>
    public string Text => Reason switch
    {
        HidingReason.Forbidden => Problems.InChinese ? $"依规不得查看：{Ground}" : $"It may not be seen: {Ground}",
        HidingReason.NoMatter => Problems.InChinese ? "须说明所涉办件。" : "A matter must be stated for it.",
        HidingReason.Purpose => Problems.InChinese ? "所述目的不足以查看。" : "The stated purpose does not justify it.",
        HidingReason.OtherDepartments => Problems.InChinese ? "属于其他部门，本办件不需要；确有需要的，请提出数据共享申请。" : "It is with other departments and this matter does not need it; where it does, ask for it by a data request.",
        _ => Problems.InChinese ? "本岗位无权查看。" : "Your role does not see it."
    };
}

/// <summary>Forbidden by a line; a matter would have to be stated; the purpose does not justify it; it is with other departments; not for this role.</summary>
public enum HidingReason { Forbidden, NoMatter, Purpose, OtherDepartments, Role }

/// <summary>Puts the questions an act raises to the policy it came in under.</summary>
public static class Permissions
{
    /// <summary>What an act counts as in the policy: an officer's role, otherwise the kind of actor.</summary>
    public static string Who(this Act act) => act.Kind is ActorKind.Officer ? act.Role ?? "" : act.Kind.InJson();

    /// <summary>What the act may see or do of something it stands in this relation to.</summary>
    public static PolicyView View(this Act act, PolicyAction action, Relation relation, bool matter = false) =>
        act.Policy.Answer(new(act.Who(), relation, action is PolicyAction.Read && act.ReadsRestricted() ? PolicyAction.ReadRestricted : action, act.Purpose, matter));

    public static bool May(this Act act, PolicyAction action, FileSection section, Relation relation, FieldClass field = FieldClass.Facts, bool matter = false) =>
        act.View(action, relation, matter).Shows(section, field);

    internal static bool Covers(this PolicyRule rule, FileSection section, FieldClass field) =>
        (rule.Sections.Length == 0 || rule.Sections.Contains(section)) && (rule.Fields.Length == 0 || rule.Fields.Contains(field));

    internal static bool Meets(this PolicyRule rule, PolicyQuestion question, bool anyPurpose = false) =>
        (rule.Who.Length == 0 || rule.Who.Contains(question.Who))
        && (rule.Relations.Length == 0 || rule.Relations.Contains(question.Relation))
        && (rule.Actions.Length == 0 || rule.Actions.Contains(question.Action))
        && (anyPurpose || rule.Purposes.Length == 0 || rule.Purposes.Contains(question.Purpose))
        && (!rule.Matter || question.Matter);
}
