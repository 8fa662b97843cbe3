namespace Serverless.Tests.Adapters;

// The suite of the store once more, over the storage in memory: what the emulator answers, it answers.

public sealed class CatalogBlobsOnDoubleTests(StorageDouble account) : CatalogBlobsTests<StorageDouble>(account);

public sealed class CauseOnDoubleTests(StorageDouble account) : CauseTests<StorageDouble>(account);

public sealed class CrashOnDoubleTests(StorageDouble account) : CrashTests<StorageDouble>(account);

public sealed class JournalOnDoubleTests(StorageDouble account) : JournalTests<StorageDouble>(account);

public sealed class KeyOnDoubleTests(StorageDouble account) : KeyTests<StorageDouble>(account);

public sealed class ListOnDoubleTests(StorageDouble account) : ListTests<StorageDouble>(account);

public sealed class MessageOnDoubleTests(StorageDouble account) : MessageTests<StorageDouble>(account);

public sealed class OldRecordOnDoubleTests(StorageDouble account) : OldRecordTests<StorageDouble>(account);

public sealed class RivalOnDoubleTests(StorageDouble account) : RivalTests<StorageDouble>(account);

public sealed class SealOnDoubleTests(StorageDouble account) : SealTests<StorageDouble>(account);

public sealed class SealedBlobOnDoubleTests(StorageDouble account) : SealedBlobTests<StorageDouble>(account);

public sealed class SizeOnDoubleTests(StorageDouble account) : SizeTests<StorageDouble>(account);

public sealed class SkuBlobOnDoubleTests(StorageDouble account) : SkuBlobTests<StorageDouble>(account);

public sealed class StorageOnDoubleTests(StorageDouble account) : StorageTests<StorageDouble>(account);
