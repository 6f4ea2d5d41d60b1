#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/filter/filter.h"
#include "server/model/settings.h"
#include "server/model/table_map.h"

namespace landfall::preflight {

// The maps that are shipped, in the order of their file. They live for ever.
const std::vector<model::TableMap>& BuiltInTableMaps();

// The maps that hold once a file of the configuration is read: a map of it
// replaces the shipped one of the same entity and table, extends it ("extends
// yes"), or is new. Errors as ParseMapFile, and for what extends no map or
// takes a field away that the map has not. Pure.
absl::StatusOr<std::vector<model::TableMap>> WithMapFile(
    absl::string_view text, const std::string& name);

// The maps that hold with these settings; they live as long.
const std::vector<model::TableMap>& TableMapsOf(
    const model::Settings& settings);

// Table maps in the form in which the rules use them. Immutable, thread-safe.
class TableMaps {
 public:
  // The maps must be such as the above give, and outlive this.
  explicit TableMaps(const std::vector<model::TableMap>& maps);

  struct Entry {
    const model::TableMap* map = nullptr;
    // See model::TableMap::sends; nullopt: every row.
    std::optional<filter::Filter> sends;
  };

  const std::vector<Entry>& all() const { return entries_; }
  // The map that sends rows of a record type to the customer master, or
  // nullptr.
  const Entry* OfCustomers(absl::string_view type) const;
  // The map that fills a reference set, or nullptr.
  const Entry* OfReference(absl::string_view type) const;
  // Which rows of a type are sent to the customer master; nullptr: there is no
  // such map, or it sends every row.
  const filter::Filter* SendFilter(absl::string_view type) const;

 private:
  std::vector<Entry> entries_;
};

// The column of the Dataverse row that a mapped field is read from: of
// "msdyn_company.cdm_companycode" the lookup.
absl::string_view ColumnOf(const model::MappedField& field);

// The names that a mapped field may have in a row of Dataverse: of a lookup its
// id too. Pure.
std::vector<std::string> NamesOfMapped(const model::MappedField& field);

// True for "Customers V3" and its versions; environments have entities of their
// own. The contact persons of customers go to "CDS Contacts V2".
bool IsCustomerEntity(absl::string_view entity);

}  // namespace landfall::preflight
