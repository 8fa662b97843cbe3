using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Cuts text into words as shoppers type them: small letters, ñ as n, no "the", perhaps stems.</summary>
internal sealed class ShopAnalyzer(bool stem) : Analyzer
{
    public const LuceneVersion Version = LuceneVersion.LUCENE_48;

    /// <summary>What was written down decomposed is found by either spelling, and finds either.</summary>
    // Lucene's own reader says null where there is no text.
    protected override TextReader InitReader(string fieldName, TextReader reader) =>
        new StringReader(PlainText.Of(reader.ReadToEnd() ?? ""));

    protected override TokenStreamComponents CreateComponents(string fieldName, TextReader reader)
    {
        var source = new StandardTokenizer(Version, reader);
        TokenStream words = new EnglishPossessiveFilter(Version, source);
        words = new LowerCaseFilter(Version, words);
        words = new ASCIIFoldingFilter(words);
        words = new StopFilter(Version, words, EnglishAnalyzer.DefaultStopSet);
        return new(source, stem ? new PorterStemFilter(words) : words);
    }
}

/// <summary>Takes down every product found, with its score.</summary>
internal sealed class HitCollector : ICollector
{
    public const string Place = "place";
    private Scorer? scorer;
    private NumericDocValues? places;

    public List<Hit> Hits { get; } = [];

    public bool AcceptsDocsOutOfOrder => true;

    public void SetScorer(Scorer scorer) => this.scorer = scorer;

    public void SetNextReader(AtomicReaderContext context) =>
        places = context.AtomicReader.GetNumericDocValues(Place);

    public void Collect(int doc) => Hits.Add(new((int)places!.Get(doc), scorer!.GetScore()));
}
