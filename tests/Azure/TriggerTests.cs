using System.Text.RegularExpressions;
using Cronos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>What wakes the app: the same consumers on either kind of queue, one of them at a time.</summary>
public sealed partial class TriggerTests
{
    private const string Suffix = "FromBus";
    private const string Shipment = "0198c0de-0000-7000-8000-000000000001-1";

    [Fact]
    public void Every_consumer_has_a_trigger_on_either_kind_of_queue()
    {
        var storage = Trigger.All<QueueTriggerAttribute>()
            .Select(one => (one.Trigger.Function + Suffix, one.Attribute.QueueName, one.Trigger.Message));
        var bus = Trigger.Bus.Select(one => (one.Trigger.Function, one.Queue, one.Trigger.Message));
        Assert.Equal(storage.OrderBy(one => one.Item1), bus.OrderBy(one => one.Function));
    }

    [Fact]
    public void Either_trigger_calls_the_same_body() =>
        Assert.Equal(
            Trigger.Bus.Select(one => (one.Trigger.Function, one.Trigger.Function[..^Suffix.Length])).Order(),
            BusBuild.Calls.Order());

    [Fact]
    public void Every_bus_trigger_names_the_connection_that_messages_are_sent_over() =>
        Assert.All(Trigger.Bus, one => Assert.Equal(ServiceBusConnection.Name, one.Connection));

    [Fact]
    public void Exactly_one_of_the_two_is_switched_off_in_every_place()
    {
        var storage = Trigger.All<QueueTriggerAttribute>().Select(one => one.Trigger.Function).Order();
        var bus = Trigger.Bus.Select(one => one.Trigger.Function).Order();
        Assert.Equal(storage, Disabled(SettingFiles.Cloud));
        Assert.Equal(bus, Disabled(SettingFiles.Local));
        Assert.NotEmpty(storage);
    }

    // What is missing would be nought or nothing: news of another version would be done by halves, or dropped.
    [Fact]
    public void Every_field_of_a_message_has_to_be_there() => Assert.All(
        Trigger.All<QueueTriggerAttribute>(), one =>
        {
            var fields = Json.Options.GetTypeInfo(one.Trigger.Message).Properties
                .Where(field => field.AssociatedParameter is not null).ToList();
            Assert.NotEmpty(fields);
            Assert.All(fields, field => Assert.True(field.IsRequired, $"{one.Trigger.Message.Name}.{field.Name}"));
        });

    [Fact]
    public void Every_queue_name_is_one_that_Storage_and_Service_Bus_take()
    {
        string[] names =
        [
            .. Trigger.All<QueueTriggerAttribute>().Select(one => one.Attribute.QueueName),
            .. Trigger.Bus.Select(one => one.Queue),
        ];
        Assert.All(names, name => Assert.Matches(StorageName(), name + "-poison"));
        Assert.All(names, name => Assert.Matches(BusName(), name));
    }

    [Fact]
    public void Every_timer_has_a_schedule_that_can_be_read() =>
        Assert.All(Trigger.All<TimerTriggerAttribute>(), one =>
            Assert.NotNull(CronExpression.Parse(one.Attribute.Schedule, CronFormat.IncludeSeconds)
                .GetNextOccurrence(DateTime.UnixEpoch)));

    [Fact]
    public void Every_setting_that_a_trigger_names_is_there()
    {
        var known = SettingFiles.Local.Keys.Select(name => name.Replace("__", ":", StringComparison.Ordinal)).ToList();
        foreach (var trigger in Trigger.Everything)
        {
            var texts = trigger.Attribute.GetType().GetProperties()
                .Where(property => property.PropertyType == typeof(string) && property.GetIndexParameters().Length == 0)
                .Select(property => property.GetValue(trigger.Attribute) as string ?? "");
            foreach (Match named in texts.SelectMany(text => Named().Matches(text)))
                Assert.True(known.Contains(named.Groups[1].Value), $"{trigger.Function}: {named.Value} is nowhere set");
        }
    }

    [Fact]
    public async Task What_fails_rests_before_Service_Bus_brings_it_again()
    {
        var clock = new FakeTimeProvider();
        dynamic bus = Bus(clock);
        var notice = new ParcelNotice("e", "NV1", Shipment, ParcelMovement.Delivered, DateTimeOffset.UnixEpoch);

        // There is no client, so hearing fails; what it fails of is no matter here.
        Task hearing = bus.HearParcelNews(notice, null, TestContext.Current.CancellationToken);
        clock.Advance(BusBuild.Rest - TimeSpan.FromMilliseconds(1));
        Assert.False(hearing.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<Exception>(() => hearing);
    }

    [Fact]
    public async Task What_succeeds_does_not_rest()
    {
        dynamic bus = Bus(new FakeTimeProvider());
        var notice = new ParcelNotice("e", "NV1", Shipment, ParcelMovement.Other, DateTimeOffset.UnixEpoch);
        await bus.HearParcelNews(notice, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Who hears over the bus, with nothing behind it but what hears of parcels.</summary>
    private static object Bus(TimeProvider clock)
    {
        var parcels = new FulfilmentFunctions(null!, null!, null!, clock, NullLogger<FulfilmentFunctions>.Instance);
        return Activator.CreateInstance(BusBuild.Functions, null, null, null, null, parcels, null, clock)!;
    }

    private static IEnumerable<string> Disabled(IReadOnlyDictionary<string, string> settings) => settings
        .Where(setting => setting.Value == "true")
        .Select(setting => Switch().Match(setting.Key)).Where(match => match.Success)
        .Select(match => match.Groups[1].Value).Order();

    // Linux allows no dots in the names of variables: the host reads both forms.
    [GeneratedRegex("^AzureWebJobs[._](.+)[._]Disabled$")]
    private static partial Regex Switch();

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex StorageName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,258}[A-Za-z0-9]$")]
    private static partial Regex BusName();

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Named();
}
