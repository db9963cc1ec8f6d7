namespace ServiceLedger.Pages.My;

/// <summary>The words of citizens' pages: <c>MyWords.zh-CN.resx</c> holds them in Chinese, by what they are in English.</summary>
public sealed class MyWords;
