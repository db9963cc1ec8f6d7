using System.Globalization;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>What was asked on the command line.</summary>
public sealed record Asked(string Command, string File)
{
    static readonly string[] Commands = ["receipt", "proof", "checkpoint", "log", "bundle"];

    /// <summary>The given keys of logs.</summary>
    public IReadOnlyList<NoteVerifier> Logs { get; private init; } = [];

    /// <summary>The given keys of witnesses.</summary>
    public IReadOnlyList<NoteVerifier> Witnesses { get; private init; } = [];

    /// <summary>How many of them must have cosigned; all where nothing is said.</summary>
    public int Quorum { get; private init; }

    /// <summary>proof: the file of the entry.</summary>
    public string? Entry { get; private init; }

    /// <summary>checkpoint: the older one.</summary>
    public string? Against { get; private init; }

    /// <summary>The folder of the log's tiles.</summary>
    public string? Tiles { get; private init; }

    /// <summary>Where checkpoints are remembered; null where they are not to be.</summary>
    public string? State { get; private init; }

    /// <summary>Reads the command line; an <see cref="Unreadable"/> says what is wrong with it.</summary>
    public static Asked Read(IReadOnlyList<string> args)
    {
        List<string> words = [], keys = [], witnesses = [];
        string? quorum = null, entry = null, against = null, tiles = null, state = null;
        var remembers = true;
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (arg == "-" || !arg.StartsWith('-'))
            {
                words.Add(arg);
                continue;
            }

            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arg : arg[..equals];
            string Value() => equals >= 0 ? arg[(equals + 1)..] : i + 1 < args.Count ? args[++i] : throw Wrong($"{name} needs a value.", $"{name} 需要一个值。");
            string Once(string? before) => before is null ? Value() : throw Wrong($"{name} stands there twice.", $"{name} 重复出现。");
            switch (name)
            {
                case "--key":
                    keys.Add(Value());
                    break;
                case "--witness":
                    witnesses.Add(Value());
                    break;
                case "--quorum":
                    quorum = Once(quorum);
                    break;
                case "--entry":
                    entry = Once(entry);
                    break;
                case "--against":
                    against = Once(against);
                    break;
                case "--tiles":
                    tiles = Once(tiles);
                    break;
                case "--state":
                    state = Once(state);
                    break;
                case "--lang":
                    if (Value() is not ("zh-CN" or "en"))
                        throw Wrong("--lang is zh-CN or en.", "--lang 应为 zh-CN 或 en。");
                    break;
                case "--no-state" when equals < 0:
                    remembers = false;
                    break;
                case "--json" when equals < 0:
                    break;
                default:
                    throw Wrong($"There is no option {arg}.", $"没有选项 {arg}。");
            }
        }

        if (words.Count == 0 || !Commands.Contains(words[0]))
            throw Wrong("Choose receipt, proof, checkpoint, log or bundle; --help explains them.", "请选择 receipt、proof、checkpoint、log 或 bundle；--help 有说明。");
        if (words.Count != 2)
            throw Wrong($"`{words[0]}` takes one {(words[0] == "log" ? "folder" : "file")}.", $"{words[0]} 需要且仅需要一个{(words[0] == "log" ? "文件夹" : "文件")}。");
        if (entry is not null && words[0] != "proof")
            throw Wrong("--entry is for `proof`.", "--entry 仅用于 proof。");
        if (against is not null && words[0] != "checkpoint")
            throw Wrong("--against is for `checkpoint`.", "--against 仅用于 checkpoint。");
        if (tiles is not null && words[0] == "log")
            throw Wrong("`log` has its tiles in its folder.", "log 的瓦片就在其文件夹中。");
        if (!remembers && state is not null)
            throw Wrong("--state and --no-state exclude each other.", "--state 与 --no-state 不能同时使用。");
        if (keys.Count == 0 && words[0] != "log")
            throw Wrong("Give the log's verifier key with --key: without it nothing can be trusted.", "请用 --key 提供日志的验证公钥：没有公钥就无从信任。");
        var cosigning = Different([.. witnesses.SelectMany(w => Trust.Keys(w, SignatureType.CosignatureV1))]);
        var required = cosigning.Count;
        if (quorum is not null && (!int.TryParse(quorum, NumberStyles.None, CultureInfo.InvariantCulture, out required) || required > cosigning.Count))
            throw Wrong($"--quorum is a number from 0 to that of the witnesses, {cosigning.Count}.", $"--quorum 应为 0 至见证方数目（{cosigning.Count}）的整数。");
        return new(words[0], words[1])
        {
            Logs = Different([.. keys.SelectMany(k => Trust.Keys(k, SignatureType.Ed25519))]),
            Witnesses = cosigning,
            Quorum = required,
            Entry = entry,
            Against = against,
            Tiles = tiles,
            State = remembers ? state ?? Memory.DefaultPath : null
        };
    }

    // Keys are the same where the public keys are, whatever their names (C2SP tlog-policy, "Public key representation").
    static List<NoteVerifier> Different(List<NoteVerifier> keys) => [.. keys.DistinctBy(k => Convert.ToHexString(k.PublicKey.Span))];

    static Unreadable Wrong(string en, string zh) => new("usage", new(en, zh));
}
