using Microsoft.AspNetCore.Authorization;

namespace ServiceLedger.Pages;

/// <summary>Where everyone begins: who can sign in, and what is open without.</summary>
[AllowAnonymous]
public sealed class FirstModel : LedgerPage;
