#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/mapped_columns.h"
#include "server/model/fields.h"

namespace landfall::decode {

// An array of {name, value} pairs that becomes one path per name:
// {"form_fields", "name", "value"} turns
//   "form_fields":[{"name":"VAT","value":"DE1"}]  into  form_fields.VAT = DE1.
// What stands beside name and value follows the name: form_fields.VAT.id. Of
// several lists for one path the first whose name key the pair has is taken.
struct NamedList {
  absl::string_view path;
  absl::string_view name_key;
  absl::string_view value_key;
  absl::string_view second_name_key = "";  // "namespace" of Shopify metafields
};

// Reads one JSON object into fields: nested objects joined with dots, elements
// of arrays under the array's own path, `nodes` and `edges.node` levels of
// GraphQL connections left out of the path, nulls dropped, numbers as text.
// Blanks of any script around a name are no part of it. The result is sorted.
// The members at the paths of `left_out` (an order's lines, of which there may
// be hundreds) give no fields; a null in one of the columns `told_empty` gives
// an empty text. INVALID_ARGUMENT: not a JSON object, bad UTF-8, nested deeper
// than 32, a duplicate key, more than 4,096 scalars, a path longer than 1,024
// bytes, or more than 256 KiB of paths and values, a path counted with each of
// its values. Pure.
absl::StatusOr<model::Fields> FlattenJson(
    absl::string_view json, const std::vector<NamedList>& named_lists,
    const std::vector<absl::string_view>& left_out = {},
    const MappedColumns* told_empty = nullptr);

// The elements of the array at `path`, in order, each read on its own with
// paths relative to it. For arrays whose members belong together, such as an
// address's tax ID and country. Empty when there is no such array; errors as
// FlattenJson. Pure.
absl::StatusOr<std::vector<model::Fields>> FlattenElements(
    absl::string_view json, absl::string_view path,
    const std::vector<NamedList>& named_lists,
    const std::vector<absl::string_view>& left_out = {});

}  // namespace landfall::decode
