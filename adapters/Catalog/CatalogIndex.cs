using System.Collections.Immutable;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>A product that was found: where it stands in the snapshot, and how well it matches.</summary>
internal readonly record struct Hit(int At, float Score);

/// <summary>The words of a catalog, in memory: which products a text means, and how much.</summary>
/// <remarks>
/// Every word must be found somewhere in a product, stemmed, or as the beginning of a word in its name; a word that
/// nothing contains is taken for a typing error and its nearest words are tried; when the words occur only apart,
/// products with any of them are shown.
/// </remarks>
internal sealed class CatalogIndex
{
    private const int MaxWords = 12;
    private const int MaxGuesses = 50;
    private const string Spelling = "spelling";
    private const string NameSpelling = "nameSpelling";

    private static readonly (string Field, float Boost)[] Stemmed =
        [("name", 8), ("category", 3), ("maker", 3), ("options", 2), ("description", 1)];

    private static readonly ShopAnalyzer Stems = new(stem: true);
    private static readonly ShopAnalyzer Spellings = new(stem: false);
    private readonly IndexSearcher searcher;
    private readonly ImmutableArray<Hit> all;

    public CatalogIndex(ImmutableArray<Product> products)
    {
        all = [.. Enumerable.Range(0, products.Length).Select(at => new Hit(at, 0))];
        var directory = new RAMDirectory();
        var analyzer = new PerFieldAnalyzerWrapper(
            Stems, new Dictionary<string, Analyzer> { [Spelling] = Spellings, [NameSpelling] = Spellings });
        var config = new IndexWriterConfig(ShopAnalyzer.Version, analyzer) { Similarity = new BM25Similarity() };
        using (var writer = new IndexWriter(directory, config))
        {
            for (int at = 0; at < products.Length; at++) writer.AddDocument(Describe(products[at], at));
            writer.ForceMerge(1);
        }

        searcher = new(DirectoryReader.Open(directory)) { Similarity = new BM25Similarity() };
    }

    /// <summary>What the text means; everything, and false, when it has no word worth looking for.</summary>
    public bool TryFind(string? text, out IReadOnlyList<Hit> found)
    {
        var asked = Asked(text ?? "");
        if (asked.Count == 0)
        {
            found = all;
            return false;
        }

        found = Find(asked, Occur.MUST);
        if (found.Count == 0) found = Find(asked, Occur.SHOULD);
        return true;
    }

    private List<Hit> Find(List<Query> asked, Occur occur)
    {
        var query = new BooleanQuery();
        foreach (var word in asked) query.Add(word, occur);
        var collector = new HitCollector();
        searcher.Search(query, collector);
        return collector.Hits;
    }

    private List<Query> Asked(string text)
    {
        var typed = Words(Spellings, text).Take(MaxWords);
        return [.. typed.Zip(Words(Stems, text), (word, stem) => Meaning(word, stem))];
    }

    private DisjunctionMaxQuery Meaning(string word, string stem)
    {
        var query = new DisjunctionMaxQuery(0.1f);
        foreach (var (field, boost) in Stemmed) query.Add(new TermQuery(new(field, stem)) { Boost = boost });
        query.Add(new TermQuery(new(Spelling, word)));
        if (word.Length > 1) query.Add(new PrefixQuery(new(NameSpelling, word)) { Boost = 4 });
        return searcher.Search(query, 1).TotalHits > 0 ? query : Guess(word);
    }

    /// <summary>
    /// The words that were probably meant: the nearest first, then what most products call themselves. Scored by
    /// themselves, since the usual score prefers a rare word to a common one, as if nobody meant the common.
    /// </summary>
    private DisjunctionMaxQuery Guess(string word)
    {
        int most = word.Length switch { < 4 => 0, < 8 => 1, _ => 2 };
        var query = new DisjunctionMaxQuery(0.1f);
        foreach (var (near, edits, products) in Near(word, most).Take(MaxGuesses))
        {
            // Name and commonness together weigh less than one edit, so that no nearer word is ever overtaken.
            float weight = MathF.Pow(0.1f, edits) * (1 + (float)products / all.Length);
            query.Add(new ConstantScoreQuery(new TermQuery(new(NameSpelling, near))) { Boost = 4 * weight });
            query.Add(new ConstantScoreQuery(new TermQuery(new(Spelling, near))) { Boost = weight });
        }

        return query;
    }

    private IEnumerable<(string Word, int Edits, int Products)> Near(string word, int most)
    {
        var found = new List<(string Word, int Edits, int Products)>();
        if (most == 0 || MultiFields.GetTerms(searcher.IndexReader, Spelling) is not { } terms) return found;
        var near = new FuzzyTermsEnum(
            terms, new AttributeSource(), new(Spelling, word), minSimilarity: most, prefixLength: 0,
            transpositions: true);
        var likeness = near.Attributes.AddAttribute<IBoostAttribute>();
        while (near.MoveNext())
        {
            string text = near.Term.Utf8ToString();
            // It says one less the edits for each letter of the shorter word.
            double edits = (1 - likeness.Boost) * Math.Min(word.Length, text.Length);
            found.Add((text, (int)Math.Round(edits), near.DocFreq));
        }

        return found.OrderBy(one => one.Edits).ThenByDescending(one => one.Products);
    }

    private static Document Describe(Product product, int at)
    {
        string options = string.Join(' ', product.Options.SelectMany(option => option.Values));
        string maker = $"{product.Maker.Name} {product.Maker.Place}";
        string skus = string.Join(' ', product.Variants.Select(variant => variant.Sku));
        string everything = string.Join(
            ' ', product.Name, product.Category, maker, options, skus, product.Description);
        return
        [
            new TextField("name", product.Name, Field.Store.NO),
            new TextField("category", product.Category, Field.Store.NO),
            new TextField("maker", maker, Field.Store.NO),
            new TextField("options", options, Field.Store.NO),
            new TextField("description", product.Description, Field.Store.NO),
            new TextField(NameSpelling, product.Name, Field.Store.NO),
            new TextField(Spelling, everything, Field.Store.NO),
            new NumericDocValuesField(HitCollector.Place, at),
        ];
    }

    private static List<string> Words(Analyzer analyzer, string text)
    {
        var found = new List<string>();
        using var stream = analyzer.GetTokenStream("", text);
        var term = stream.AddAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken()) found.Add(term.ToString());
        stream.End();
        return found;
    }
}
