using JasperFx.CommandLine;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>What a new key of the log is for.</summary>
public sealed class NewLogKeyInput
{
    [Description("The origin of the log, as in Log:Origin")]
    public string Origin { get; set; } = "";
}

/// <summary>new-log-key: prints a new secret key for signing the log, and nothing else; it is kept nowhere.</summary>
[Description("Prints a new secret key for signing the log", Name = "new-log-key")]
public sealed class NewLogKeyCommand : JasperFxCommand<NewLogKeyInput>
{
    public override bool Execute(NewLogKeyInput input)
    {
        try
        {
            Console.WriteLine(NoteSigner.NewKey(input.Origin));
            return true;
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }
    }
}
