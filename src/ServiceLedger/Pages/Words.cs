namespace ServiceLedger.Pages;

/// <summary>The words that pages share: <c>Words.zh-CN.resx</c> holds them in Chinese, by what they are in English.</summary>
public sealed class Words;

/// <summary>What members of enums are called: <c>EnumWords.resx</c> in English and <c>EnumWords.zh-CN.resx</c> in Chinese, by type and member as in JSON.</summary>
public sealed class EnumWords;
