global using System.Text;
global using ServiceLedger.MerkleLog;
global using Shouldly;
global using Xunit;
