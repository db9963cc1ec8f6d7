namespace ServiceLedger.Pages.Open;

/// <summary>The words of pages open to everyone: <c>OpenWords.zh-CN.resx</c> holds them in Chinese, by what they are in English.</summary>
public sealed class OpenWords;
