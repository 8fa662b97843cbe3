using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;
using UglyToad.PdfPig;

namespace Serverless.Tests.Adapters;

/// <summary>Pick lists and packing slips as the warehouse reads them (FUL02).</summary>
public sealed class WarehousePapersTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 11, 7, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_list_of_200_parcels_is_one_paper_that_names_every_SKU_and_every_box()
    {
        var boxes = Enumerable.Range(1, 200)
            .Select(number => new PickBox(number, new($"{Guid.Empty}-{number}"), number % 3 + 1)).ToImmutableArray();
        var list = new PickList("MNL",
        [
            .. Enumerable.Range(1, 40).Select(at => Stop($"SKU-{at}", boxes)),
            new("LONG", new string('w', 120) + " 漆器の大きな鉢", "red / 特大", "", 2, [new(1, boxes[0].Shipment, 2)]),
        ]);

        using var paper = PdfDocument.Open(WarehousePapers.PickList(list, Morning).ToArray());
        string text = string.Join('\n', paper.GetPages().Select(page => page.Text));
        Assert.True(paper.NumberOfPages > 1);
        Assert.All(list.Stops, stop => Assert.Contains(stop.Sku, text, StringComparison.Ordinal));
        Assert.All(
            boxes, box => Assert.Contains($"{box.Number}: {box.Quantity}", text, StringComparison.Ordinal));
        Assert.Contains($"{list.Stops.Sum(stop => stop.Quantity)} units", text, StringComparison.Ordinal);
        Assert.Contains($"Page {paper.NumberOfPages} of {paper.NumberOfPages}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packing_slip_says_what_lies_in_the_box_and_what_comes_in_another_and_no_price()
    {
        var slip = new PackingSlip(
            "7K3M-9Q2A", 1, 2, new(2026, 11, 11), ["Maria Santos", "12 Mabini St", "1100 Quezon City"],
            [new("TOTE", "Abaca tote", "Natural", 2, false)], [new("HAT-M", "Buri hat", "M", 1, true)]);

        using var paper = PdfDocument.Open(WarehousePapers.PackingSlip(slip, DemoShop.Policy).ToArray());
        string text = paper.GetPage(1).Text;
        Assert.All(
            [
                DemoShop.Policy.Name, "Order 7K3M-9Q2A", "Box 1 of 2", "Maria Santos", "In this box", "2 ×", "TOTE",
                "Abaca tote (Natural)", "in another box", "HAT-M (sent)", "Buri hat (M)",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain("PHP", text, StringComparison.Ordinal);
    }

    private static PickStop Stop(string sku, ImmutableArray<PickBox> boxes) =>
        new(sku, "Abaca tote", "Natural", "", boxes.Sum(box => box.Quantity), boxes);
}
