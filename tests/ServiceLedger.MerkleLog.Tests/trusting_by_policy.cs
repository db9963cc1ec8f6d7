namespace ServiceLedger.MerkleLog.Tests;

public class trusting_by_policy
{
    static readonly NoteVerifier Log = Given.Log.Verifier;
    static readonly NoteVerifier[] Witnesses = [.. Given.Witnesses.Select(w => w.Verifier)];

    static LogVerdict Judged(TrustPolicy policy, SignedNote note)
    {
        var verdict = policy.Check(note, out var checkpoint);
        (checkpoint is not null).ShouldBe(verdict == LogVerdict.Verified);
        return verdict;
    }

    [Fact]
    public void counts_the_witnesses_that_cosigned()
    {
        for (var required = 0; required <= 3; required++)
            for (var cosigned = 0; cosigned <= 3; cosigned++)
                Judged(new([Log], Witnesses, required), Given.Signed(5, Given.Witnesses[..cosigned])).ShouldBe(cosigned >= required ? LogVerdict.Verified : LogVerdict.TooFewWitnesses);
    }

    [Fact]
    public void counts_a_witness_once_however_often_it_cosigned() =>
        Judged(new([Log], Witnesses, 2), Given.Signed(5, Given.Witnesses[0], Given.Witnesses[0])).ShouldBe(LogVerdict.TooFewWitnesses);

    [Fact]
    public void says_what_is_wrong()
    {
        var policy = new TrustPolicy([Log], Witnesses, 1);
        Judged(policy, SignedNote.Sign("no checkpoint\n", Given.Log)).ShouldBe(LogVerdict.NotACheckpoint);
        var text = Given.Signed(5).Text;
        Judged(policy, SignedNote.Sign(text.Replace(Given.Origin, "other.example"), Given.Log)).ShouldBe(LogVerdict.UnknownLog);
        Judged(policy, SignedNote.Sign(text, Given.Stranger)).ShouldBe(LogVerdict.NotSigned);
        Judged(policy, SignedNote.Sign(text, Given.Stranger).With(Cosignature.Sign(Given.Witnesses[0], text, 1))).ShouldBe(LogVerdict.NotSigned);
        Judged(policy, Given.Signed(5, Given.Witnesses[0]).With(Given.Log.Sign("else\n"))).ShouldBe(LogVerdict.FalseSignature);
        Judged(policy, Given.Signed(5, Given.Witnesses[0]).With(Cosignature.Sign(Given.Witnesses[1], Given.Signed(6).Text, 1))).ShouldBe(LogVerdict.FalseSignature);
    }

    [Fact]
    public void takes_no_signature_of_one_log_for_another()
    {
        var second = Given.Signer("second.example", SignatureType.Ed25519, 7);
        var policy = new TrustPolicy([Log, second.Verifier], [], 0);
        Judged(policy, SignedNote.Sign(Given.Signed(5).Text, second)).ShouldBe(LogVerdict.NotSigned);
        Judged(policy, SignedNote.Sign(Given.Signed(5).Text, second, Given.Log)).ShouldBe(LogVerdict.Verified);
    }

    [Fact]
    public void takes_keys_of_the_right_kind_only_and_none_twice()
    {
        var renamed = NoteVerifier.Parse(Given.VerifierKey("renamed", SignatureType.CosignatureV1, Witnesses[0].PublicKey.ToArray()));
        Should.Throw<ArgumentException>(() => new TrustPolicy([Witnesses[0]], [], 0));
        Should.Throw<ArgumentException>(() => new TrustPolicy([Log], [Log], 0));
        Should.Throw<ArgumentException>(() => new TrustPolicy([Log], [Witnesses[0], renamed], 0));
        Should.Throw<ArgumentException>(() => new TrustPolicy([Log, Log], [], 0));
        Should.Throw<ArgumentException>(() => new TrustPolicy([Log], Witnesses, 4));
        Should.Throw<ArgumentException>(() => new TrustPolicy([Log], Witnesses, -1));
    }

    static readonly string Lines = $"log {Log} https://log.example/\nwitness W1 {Witnesses[0]}\n\twitness  W2\t{Witnesses[1]} https://w2.example \nwitness W3 {Witnesses[2]}\n";

    [Theory]
    [InlineData("quorum none\n", 0)]
    [InlineData("quorum W1\n", 1)]
    [InlineData("quorum W2\n", 2)]
    [InlineData("# comment\n \t # comment\n\ngroup g any W2 W3\nquorum g\n", 2)]
    [InlineData("group g 2 W1 W2 W3\nquorum g\n", 2)]
    [InlineData("group g all W1 W2 W3\nquorum g\n", 3)]
    [InlineData("group g 1 W1 W2\ngroup h all g W3\nquorum h\n", 3)]
    [InlineData("group g 1 W1\ngroup h any g W3\nquorum h", 1)]
    public void reads_the_policy_file_of_the_standard(string quorum, int needed)
    {
        var policy = TrustPolicy.Parse(Lines + quorum);
        policy.Logs.Single().ToString().ShouldBe(Log.ToString());
        policy.Witnesses.Count.ShouldBe(3);
        for (var cosigned = 0; cosigned <= 3; cosigned++)
            Judged(policy, Given.Signed(5, Given.Witnesses[..cosigned])).ShouldBe(cosigned >= needed ? LogVerdict.Verified : LogVerdict.TooFewWitnesses);
    }

    public static TheoryData<string, int> Wrong() => new()
    {
        { "", 0 },
        { "quorum none\nquorum none\n", 6 },
        { "quorum W4\n", 5 },
        { "quorum\n", 5 },
        { "quorum W1 W2\n", 5 },
        { "quorum g\ngroup g any W1\n", 5 },
        { "group g any\nquorum g\n", 5 },
        { "group g 0 W1\nquorum g\n", 5 },
        { "group g 2 W1\nquorum g\n", 5 },
        { "group g 01 W1\nquorum g\n", 5 },
        { "group g some W1\nquorum g\n", 5 },
        { "group g any none\nquorum g\n", 5 },
        { "group none any W1\nquorum none\n", 5 },
        { "group W1 any W2\nquorum W1\n", 5 },
        { "group g any g\nquorum g\n", 5 },
        { "group g any W1 W1\nquorum g\n", 5 },
        { "group g any W1\ngroup h any W1 W2\nquorum g\n", 6 },
        { "nonsense\nquorum none\n", 5 },
        { "log\nquorum none\n", 5 },
        { "log x+00000000+AAAA\nquorum none\n", 5 },
        { $"log {Witnesses[0]}\nquorum none\n", 5 },
        { $"log {Log}\nquorum none\n", 5 },
        { $"log {Given.Stranger.Verifier} a b\nquorum none\n", 5 },
        { $"witness W4 {Log}\nquorum none\n", 5 },
        { $"witness W4 {Witnesses[0]}\nquorum none\n", 5 },
        { "quorum none\r\n", 5 },
        { "# \0\nquorum none\n", 5 },
        { "quorum none\u007f\n", 5 }
    };

    [Theory, MemberData(nameof(Wrong))]
    public void refuses_any_other_and_names_the_line(string lines, int line)
    {
        var refusal = Should.Throw<FormatException>(() => TrustPolicy.Parse(Lines + lines)).Message;
        refusal.ShouldStartWith(line == 0 ? "The policy has no quorum" : $"Line {line} of the policy: ");
    }
}
