using Microsoft.Extensions.Localization;
using ServiceLedger.Access;
using ServiceLedger.Supervision.Cards;

namespace ServiceLedger.Pages.Supervision;

/// <summary>Pages of cards: supervision decides on them here, and the office that a card was issued to answers it.</summary>
public abstract class CardPages : SupervisionPage
{
    protected override Statement States => Who?.Roles.Contains(Roles.Supervisor) is true ? base.States : new(Purpose: "ServiceProvision", Role: ChosenRole.Of(HttpContext));

    public static string KindOf(CardLevel level) => level switch { CardLevel.Red => "bad", CardLevel.Yellow => "wait", _ => "plain" };

    public static string KindOf(CardStatus status) => status switch
    {
        CardStatus.Cancelled or CardStatus.Rectified => "good",
        CardStatus.Contested or CardStatus.RectificationOrdered => "wait",
        CardStatus.Upheld => "bad",
        _ => "plain"
    };

    /// <summary>What a card is for, in words.</summary>
    public static string For(CardRow card, IStringLocalizer<EnumWords> words, IStringLocalizer<SupervisionWords> L) => card.Cause is { } cause ? Parts.EnumNaming.Of(words, cause) : L["A limit is about to pass"];
}
