namespace ServiceLedger.Pages.Office;

/// <summary>The words of officers' pages: <c>OfficeWords.zh-CN.resx</c> holds them in Chinese, by what they are in English.</summary>
public sealed class OfficeWords;
