// What RocksDB is told, and why. Entry point: MakeOptions.
#include "server/store/internal/rocksdb_options.h"

#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <utility>

#include "server/store/internal/manifest_watch.h"

namespace landfall::store::internal {

rocksdb::Options MakeOptions(const std::string& path,
                             const RocksDbTuning& tuning, FolderState state,
                             LogWatch::End log_end,
                             std::shared_ptr<ErrorWatch> errors) {
  rocksdb::Options options;
  options.env = tuning.env;
  options.create_if_missing = state == FolderState::kNew;
  options.paranoid_checks = true;
  options.force_consistency_checks = true;
  // A damaged record in the middle of a log is an error and not, as with the
  // default, the silent end of history. What a kill left half-written at the
  // end was never acknowledged and is dropped, unless nothing can be half-
  // written because no more is there than was acknowledged.
  options.wal_recovery_mode =
      log_end == LogWatch::End::kWhole
          ? rocksdb::WALRecoveryMode::kAbsoluteConsistency
          : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.WAL_ttl_seconds = 0;
  options.WAL_size_limit_MB = 0;
  options.recycle_log_file_num = 0;
  options.max_background_jobs = 2;
  options.write_buffer_size = tuning.write_buffer_bytes;
  options.level_compaction_dynamic_level_bytes = true;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 2;
  const auto supported = rocksdb::GetSupportedCompressions();
  const bool lz4 = std::find(supported.begin(), supported.end(),
                             rocksdb::kLZ4Compression) != supported.end();
  options.compression =
      lz4 ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  options.listeners.push_back(std::make_shared<ManifestWatch>(path));
  options.listeners.push_back(std::move(errors));

  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(tuning.block_cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace landfall::store::internal
