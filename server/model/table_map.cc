#include "server/model/table_map.h"

namespace landfall::model {

absl::string_view MapSymbol(const MappedField& field) {
  switch (field.flow) {
    case MapFlow::kBoth:
      return field.transformed ? "><" : "=";
    case MapFlow::kToMaster:
      return field.transformed ? "<<" : "<";
    case MapFlow::kToUpstream:
      return field.transformed ? ">>" : ">";
  }
  return "";
}

}  // namespace landfall::model
