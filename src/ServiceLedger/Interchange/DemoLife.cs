using ServiceLedger.Citizens;
using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Interchange;

/// <summary>The keys of one person.</summary>
sealed record DemoKeys(SubjectKey Identity, SubjectKey Matters);

/// <summary>One person and all their matters: registered and recorded together or not at all.</summary>
sealed class DemoLife
{
    readonly List<DemoStream> streams = [];

    DemoLife(DemoCity city, DemoPerson person, Guid id, SubjectKey key, TimeProvider time, Queue<long> numbers, Queue<StoredContent> documents, IReadOnlyList<DemoStream<SharingAgreement>> agreements) =>
        (City, Person, Id, Key, Time, Numbers, Documents, Agreements, Chance) = (city, person, id, key, time, numbers, documents, agreements, new(city.Seed * 1_000_003 + (ulong)person.Index));

    public DemoCity City { get; }
    public DemoPerson Person { get; }
    public Guid Id { get; }
    public SubjectKey Key { get; }
    public TimeProvider Time { get; }
    public Chance Chance { get; }

    /// <summary>Sequence numbers for the case numbers to come.</summary>
    public Queue<long> Numbers { get; }

    /// <summary>Contents that are kept already, for the documents to come.</summary>
    public Queue<StoredContent> Documents { get; }
    public IReadOnlyList<DemoStream<SharingAgreement>> Agreements { get; }

    /// <summary>The agent of the village who may apply for this person; null in the city.</summary>
    public Act? Agent { get; private set; }

    /// <summary>Every stream about this person, in the order they began.</summary>
    public IReadOnlyList<DemoStream> Streams => streams;

    public IEnumerable<DemoStream<T>> Of<T>()
        where T : class => streams.OfType<DemoStream<T>>();

    /// <summary>The whole life: registration, then the stories dealt to this person, in the order they began.</summary>
    public static DemoLife Of(
        DemoCity city, DemoPerson person, Guid id, DemoKeys keys, BlindIndex index, TimeProvider time, Queue<long> numbers, Queue<StoredContent> documents,
        IReadOnlyList<DemoStream<SharingAgreement>> agreements, IReadOnlyList<DemoStory> stories)
    {
        var life = new DemoLife(city, person, id, keys.Matters, time, numbers, documents, agreements);
        life.Register(keys.Identity, index);
        if (person.IsRural)
            life.Agent = DemoMandates.Tell(life);
        var beginnings = stories.Select(story => (Story: story, Start: story.StartIn(city.Days, life.Chance))).ToArray();
        // A credit that stays broken bars later promises, so that story comes last.
        foreach (var (story, start) in beginnings.OrderBy(b => b.Story.LeavesCreditBroken).ThenBy(b => b.Start))
            new DemoMatter(life, story, start).Play();
        return life;
    }

    /// <summary>How many case numbers these stories may need.</summary>
    public static int NumbersFor(IEnumerable<DemoStory> stories) => stories.Sum(s => s.Applications);

    /// <summary>How many documents these stories take into keeping.</summary>
    public static int DocumentsFor(IEnumerable<DemoStory> stories) => stories.Sum(s => s.Documents);

    public DemoStream<T> Begin<T>(Guid id)
        where T : class
    {
        var stream = new DemoStream<T>(id);
        streams.Add(stream);
        return stream;
    }

    void Register(SubjectKey key, BlindIndex index)
    {
        var registrar = City.OfficeOf(City.Items[0].DepartmentCode);
        var act = new Act(ActorKind.Officer, registrar.Receiver, Channel.Window, "receiver", registrar.Code, "W1", Person.County, Person.UrbanRuralClass, Purpose: DemoCity.Purpose);
        var command = new RegisterCitizen(Person.IdNumber, Person.Name, Person.County, Person.UrbanRuralClass);
        if (!CitizenIdNumber.TryParse(Person.IdNumber, Time.Today(), out var number, out var fault))
            throw new System.Diagnostics.UnreachableException($"The demo made an ID number that is none: {fault}.");
        var identity = new Identity(number, index.OfIdNumber(number.Value), index.OfNameAndBirthDate(Person.Name, number.BirthDate), IsKnown: false);
        DemoMatter.Refused(RegisterCitizenEndpoint.Validate(command, act, identity, Time), "registration", command);
        Begin<Citizen>(Id).Add(RegisterCitizenEndpoint.Decide(Id, command, number, key), act, Time.GetUtcNow());
    }
}
