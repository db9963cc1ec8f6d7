using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>A purpose of processing that a request may state.</summary>
/// <param name="Code">A term of the Data Privacy Vocabulary 2 (https://w3id.org/dpv#), spelt as there.</param>
public sealed record Purpose(string Code, string En, string Zh);

/// <summary>The purposes known here, with their words in both languages.</summary>
public static class Purposes
{
    public static IReadOnlyList<Purpose> All { get; } =
    [
        new("ServiceProvision", "providing a service", "提供服务"),
        new("RequestedServiceProvision", "providing the service asked for", "办理所申请的服务"),
        new("PaymentManagement", "making a payment", "发放款项"),
        new("Verification", "checking what was stated", "核实信息"),
        new("IdentityVerification", "checking who somebody is", "核验身份"),
        new("FraudPreventionAndDetection", "preventing and finding fraud", "防范和发现欺诈"),
        new("CommunicationManagement", "writing to the person", "联络当事人"),
        new("RecordManagement", "keeping the record", "档案管理"),
        new("DisputeManagement", "settling a dispute", "处理争议"),
        new("LegalCompliance", "a duty under the law", "履行法定义务"),
        new("RightsFulfillment", "a right of the person", "保障个人权利"),
        new("ProtectionOfPublicSecurity", "public security", "维护公共安全"),
        // Not of the vocabulary: supervision of the administration is nowhere in it, and an emergency is a ground there, not a purpose.
        new("Oversight", "supervision", "监督检查"),
        new(BreakGlass.Purpose, "urgent help", "紧急救助")
    ];

    static readonly Dictionary<string, Purpose> ByCode = All.ToDictionary(p => p.Code);

    /// <summary>The purposes of those who supervise.</summary>
    public static string[] Supervision { get; } = ["Oversight", "LegalCompliance"];

    /// <summary>The purposes of those who answer for the protection of personal data.</summary>
    public static string[] Protection { get; } = ["RecordManagement", "RightsFulfillment", "LegalCompliance"];

    /// <summary>The purpose in words, in the language asked for; a code that is not known stays as it is.</summary>
    public static string InWords(string purpose) => ByCode.TryGetValue(purpose, out var known) ? Problems.InChinese ? known.Zh : known.En : purpose;
}
