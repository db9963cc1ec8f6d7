namespace ServiceLedger.Hosting;

/// <summary>A secret that Development makes for itself.</summary>
public static class SecretFile
{
    /// <summary>The text of the file; one that is missing is made first, readable by its owner alone.</summary>
    public static string ReadOrMake(string path, Func<string> make)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(path, options);
            writer.Write(make());
        }

        return File.ReadAllText(path).Trim();
    }
}
