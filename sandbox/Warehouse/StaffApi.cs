using System.Net.Http.Headers;

namespace Serverless.Sandbox;

/// <summary>The shop's staff API, as far as the people in a warehouse use it.</summary>
internal sealed class StaffApi : IDisposable
{
    // More than this many pages in one round is work for the next round.
    private const int MostPages = 5;

    private readonly HttpClient http;

    public StaffApi(SandboxOptions options)
    {
        http = new() { BaseAddress = new(options.FunctionsUrl), Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.StaffKey);
    }

    /// <summary>What stands on one of the shop's lists, the oldest pages first.</summary>
    public async Task<IReadOnlyList<ListItem>> List(string kind, string list, CancellationToken stop)
    {
        var items = new List<ListItem>();
        string? cursor = null;
        for (int page = 0; page < MostPages; page++)
        {
            string more = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var answer = await http.GetFromJsonAsync<ListPage>($"/api/staff/{kind}?list={list}&limit=100{more}", stop);
            items.AddRange(answer?.Items ?? []);
            cursor = answer?.Cursor;
            if (cursor is null)
                break;
        }
        return items;
    }

    public async Task<ReturnToInspect?> Return(string id, CancellationToken stop) =>
        await http.GetFromJsonAsync<ReturnToInspect>($"/api/staff/returns/{id}", stop);

    /// <summary>A purchase order as the shop shows it; null when there is none.</summary>
    public async Task<PurchaseOrderToBring?> PurchaseOrder(string id, CancellationToken stop)
    {
        using var response = await http.GetAsync(new Uri($"/api/staff/purchase-orders/{id}", UriKind.Relative), stop);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync<PurchaseOrderToBring>(stop)
            : null;
    }

    /// <summary>Tells the shop something, and answers what it said.</summary>
    public async Task<(int Status, string Answer)> Put(string path, object what, CancellationToken stop)
    {
        using var response = await http.PutAsJsonAsync("/api/staff/" + path, what, stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(stop));
    }

    /// <summary>Tells the shop that something was done; false when it does not want to hear it (any more).</summary>
    public async Task<bool> Done(string path, object what, CancellationToken stop)
    {
        using var response = await http.PutAsJsonAsync("/api/staff/" + path, what, stop);
        if ((int)response.StatusCode >= 500)
            throw new HttpRequestException($"The shop answered {(int)response.StatusCode}.");
        return response.IsSuccessStatusCode;
    }

    public void Dispose() => http.Dispose();

    private sealed record ListPage(IReadOnlyList<ListItem>? Items, string? Cursor);
}

/// <summary>One line of a staff list.</summary>
internal sealed record ListItem(string Id, IReadOnlyList<ListShipment>? Shipments);

/// <summary>One parcel of an order on a list.</summary>
internal sealed record ListShipment(string Id, string Status, IReadOnlyList<ListLine> Lines);

/// <summary>How many of what, and what one of them weighs.</summary>
internal sealed record ListLine(string Sku, int Quantity, int? WeightGrams);

/// <summary>What a supplier has still to bring.</summary>
internal sealed record PurchaseOrderToBring(string Id, IReadOnlyList<LineToBring> Lines);

/// <summary>Units of a SKU that are still to come.</summary>
internal sealed record LineToBring(string Sku, int Outstanding);

/// <summary>A return on the inspection table.</summary>
internal sealed record ReturnToInspect(string Id, IReadOnlyList<ReturnLine> Lines);

/// <summary>What came back, and why the shopper says it did.</summary>
internal sealed record ReturnLine(string Sku, int Quantity, string Reason);
