namespace ServiceLedger.Pages.Supervision;

/// <summary>The words of supervisors' pages: <c>SupervisionWords.zh-CN.resx</c> holds them in Chinese, by what they are in English.</summary>
public sealed class SupervisionWords;
