using System.Runtime.InteropServices;

namespace ServiceLedger.Hosting;

/// <summary>Files that are still there after the power fails: written beside, flushed, renamed, and the folder flushed too.</summary>
public static partial class DurableFiles
{
    /// <summary>Makes a folder and the folders above it, so that they last.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        Flush(parent);
    }

    /// <summary>Gives a file that was flushed its name for good, in a folder that is made if it is missing.</summary>
    public static void Name(string written, string name)
    {
        var folder = Path.GetDirectoryName(name)!;
        MakeFolder(folder);
        File.Move(written, name, overwrite: true);
        Flush(folder);
        // Whoever made the folder a moment ago may not have flushed its name yet.
        Flush(Path.GetDirectoryName(folder)!);
    }

    // A rename lasts once the folder itself is flushed; .NET opens no folders, and Windows needs no such flush.
    static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, 0);
        if (handle < 0)
            throw new IOException($"The folder {folder} cannot be opened to be flushed (errno {Marshal.GetLastPInvokeError()}).");
        var failed = Fsync(handle) < 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = Close(handle);
        if (failed != 0)
            throw new IOException($"The folder {folder} cannot be flushed (errno {failed}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
