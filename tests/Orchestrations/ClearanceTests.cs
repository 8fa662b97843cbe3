using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.ClearanceOrchestration;

namespace Serverless.Tests.Orchestrations;

/// <summary>A parcel at the border, rehearsed (XB07).</summary>
public sealed class ClearanceTests
{
    private static readonly ClearanceDocument Certificate =
        new("certificate_of_origin", "application/pdf", 900, "ab12", Some.At);

    private readonly Rehearsal stage = new(nameof(ClearanceOrchestration), InstanceOf(Some.Shipment));

    public ClearanceTests()
    {
        stage.On(LodgeDeclaration, _ => ClearanceStatus.Lodged);
        stage.On(CheckClearance, _ => ClearanceStatus.Lodged);
        stage.On(GiveDocument, _ => ClearanceStatus.Held);
        stage.On(NoteClearance, _ => true);
        stage.On(SettleImport, _ => true);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void A_parcel_is_lodged_and_released()
    {
        var run = Play();
        Stands(ClearanceStatus.Released);
        News("n1");
        Assert.Equal(new(ClearanceStatus.Released, null), Rehearsal.End(run));
        Assert.Equal(["LodgeDeclaration", "CheckClearance", "NoteClearance", "SettleImport"], stage.Calls);
        Assert.Equal(Some.At, Assert.Single(stage.Given(LodgeDeclaration)).PackedAt);
    }

    [Fact]
    public void A_held_parcel_waits_for_documents_which_customs_get_and_look_at()
    {
        var run = Play();
        Stands(ClearanceStatus.Held);
        News("n1");
        Stands(ClearanceStatus.Lodged);
        Gives("d1");
        Stands(ClearanceStatus.Released);
        News("n3");
        Assert.Equal(new(ClearanceStatus.Released, null), Rehearsal.End(run));
        Assert.Equal(
            [
                "LodgeDeclaration", "CheckClearance", "NoteClearance", "GiveDocument", "CheckClearance",
                "NoteClearance", "CheckClearance", "NoteClearance", "SettleImport",
            ],
            stage.Calls);
        Assert.Equal(Certificate, Assert.Single(stage.Given(GiveDocument)).Document);
        Assert.Equal(
            [ClearanceStatus.Held, ClearanceStatus.Lodged, ClearanceStatus.Released],
            stage.Given(NoteClearance).Select(turn => turn.Status));
    }

    [Fact]
    public void Customs_may_ask_again_and_again_and_refuse_in_the_end()
    {
        var run = Play();
        for (int round = 0; round < 10; round++)
        {
            Stands(ClearanceStatus.Held);
            News($"held-{round}");
            Stands(ClearanceStatus.Lodged);
            Gives($"given-{round}");
        }

        Stands(ClearanceStatus.Refused);
        News("end");
        Assert.Equal(new(ClearanceStatus.Refused, null), Rehearsal.End(run));
        Assert.Equal(10, stage.Given(GiveDocument).Count);
        Assert.Empty(stage.Given(SettleImport));
    }

    [Fact]
    public void News_that_come_twice_are_heard_once_and_news_that_change_nothing_are_told_to_nobody()
    {
        Play();
        News("n1");
        News("n1");
        News("n0");
        Assert.Equal(["LodgeDeclaration", "CheckClearance", "CheckClearance"], stage.Calls);
    }

    [Fact]
    public void A_document_that_customs_no_longer_want_harms_nothing()
    {
        stage.On(GiveDocument, _ => ClearanceRefusals.NotAsked);
        var run = Play();
        Stands(ClearanceStatus.Released);
        Gives("d1");
        Assert.Equal(new(ClearanceStatus.Released, null), Rehearsal.End(run));
    }

    [Fact]
    public void A_notice_that_is_lost_is_made_good_by_looking()
    {
        var run = Play();
        Stands(ClearanceStatus.Released);
        stage.Pass(Some.Policy.ClearanceGlance);
        Assert.Equal(new(ClearanceStatus.Released, null), Rehearsal.End(run));
    }

    [Fact]
    public void Customs_that_say_nothing_for_days_are_asked_about_and_heard_when_they_do()
    {
        var run = Play();
        stage.Pass(Some.Policy.ClearanceTime + Some.Policy.ClearanceGlance);
        Assert.Equal("customs.silent", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
        Stands(ClearanceStatus.Released);
        News("n1");
        Assert.Equal(new(ClearanceStatus.Released, null), Rehearsal.End(run));
    }

    [Fact]
    public void Documents_that_nobody_gives_are_asked_about()
    {
        Play();
        Stands(ClearanceStatus.Held);
        News("n1");
        stage.Pass(Some.Policy.DocumentTime);
        Assert.Equal("documents.late", Assert.Single(stage.Given(Flow.AskForPerson)).Code);
    }

    [Theory]
    [InlineData("LodgeDeclaration")]
    [InlineData("CheckClearance")]
    [InlineData("GiveDocument")]
    [InlineData("NoteClearance")]
    [InlineData("SettleImport")]
    public void A_step_that_fails_for_good_waits_for_a_person_and_is_tried_again(string step)
    {
        bool mended = false;
        Result<ClearanceStatus> Or(string name, ClearanceStatus status) =>
            step == name && !mended ? Some.Broken<ClearanceStatus>() : status;
        stage.On(LodgeDeclaration, _ => Or("LodgeDeclaration", ClearanceStatus.Lodged));
        stage.On(CheckClearance, _ => Or("CheckClearance", ClearanceStatus.Released));
        stage.On(GiveDocument, _ => Or("GiveDocument", ClearanceStatus.Held));
        stage.On(NoteClearance, _ => step == "NoteClearance" && !mended ? Some.Broken<bool>() : true);
        stage.On(SettleImport, _ => step == "SettleImport" && !mended ? Some.Broken<bool>() : true);
        var run = Play();
        Gives("d1");
        Assert.Equal(step, Assert.Single(stage.Given(Flow.AskForPerson)).Step);

        mended = true;
        stage.Hear(Flow.Resumed, new("r1"));

        Assert.Equal(new(ClearanceStatus.Released, null), Rehearsal.End(run));
    }

    [Fact]
    public void A_parcel_goes_on_though_the_broker_does_not_say_what_customs_charged()
    {
        stage.On(SettleImport, _ => ClearanceRefusals.NoCharges);
        var run = Play();
        Stands(ClearanceStatus.Released);
        News("n1");
        var end = Rehearsal.End(run);
        Assert.Equal(ClearanceStatus.Released, end.Status);
        Assert.Equal(Assert.Single(stage.Given(SettleImport)), end.Unsettled);
        Assert.Empty(stage.Given(Flow.AskForPerson));
    }

    private void Stands(ClearanceStatus status) => stage.On(CheckClearance, _ => status);

    private void News(string id) => stage.Hear(CustomsHeard, new(id, null));

    private void Gives(string id) => stage.Hear(CustomsHeard, new(id, Certificate));

    private Task<ClearanceEnd> Play() =>
        stage.Play(context => Run(context, new(Some.Shipment, Some.At, Some.Carried)));
}
