// One JSON object -> its scalars by path. Only simdjson's on-demand parser
// hands out a number's own text.
#include "server/decode/flatten.h"

#include <simdjson.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/blanks.h"
#include "server/decode/json_number.h"

namespace landfall::decode {
namespace {

namespace ondemand = simdjson::ondemand;
using model::Fields;
using model::FieldValue;

constexpr int kMaxDepth = 32;
constexpr int kMaxScalars = 4096;
constexpr size_t kMaxPath = 1024;
// Else one long name over many scalars took a thousand times the payload's
// room.
constexpr size_t kMaxBytes = 256 << 10;

// Whether an array holds the edges of a GraphQL connection.
enum class Edges { kNo, kYes };

absl::Status Malformed(simdjson::error_code code) {
  return absl::InvalidArgumentError(
      code == simdjson::UTF8_ERROR
          ? "not valid UTF-8"
          : absl::StrCat("not a valid JSON object (",
                         simdjson::error_message(code), ")"));
}

absl::Status TooLong() {
  return absl::InvalidArgumentError(
      absl::StrCat("a field's path is longer than ", kMaxPath, " bytes"));
}

#define LF_RETURN_IF_SIMDJSON_ERROR(expr) \
  if (const simdjson::error_code code = (expr); code) return Malformed(code)

// Walks one document and writes its scalars to `sink`.
class Walker {
 public:
  Walker(const std::vector<NamedList>& lists,
         const std::vector<absl::string_view>& left_out, Fields* sink,
         const MappedColumns* told_empty = nullptr)
      : lists_(lists),
        left_out_(left_out),
        sink_(sink),
        told_empty_(told_empty) {}

  // Lets every element of the array at `path` go to Fields of its own.
  void Collect(absl::string_view path, std::vector<Fields>* elements) {
    collect_path_ = path;
    collected_ = elements;
  }

  absl::Status WalkObject(ondemand::object object, Edges edges);

 private:
  absl::Status WalkMember(absl::string_view key, ondemand::value value,
                          Edges edges);
  absl::Status WalkValue(ondemand::value value, ondemand::json_type type,
                         Edges edges);
  absl::Status WalkArray(ondemand::array array, Edges edges);
  absl::Status WalkElementApart(ondemand::value value, ondemand::json_type type,
                                Edges edges, Fields* apart);
  absl::Status WalkNamed(ondemand::value value, ondemand::json_type type,
                         Edges edges);
  absl::Status AddScalar(ondemand::value value, ondemand::json_type type);
  absl::Status AddHere(FieldValue value);
  absl::Status Add(absl::string_view path, FieldValue value);
  bool IsLeftOut() const;
  absl::Status Enter();
  absl::Status Defect(absl::string_view what) const;
  const NamedList* ListAt(absl::string_view path, const Fields* pair) const;

  const std::vector<NamedList>& lists_;
  const std::vector<absl::string_view>& left_out_;
  Fields* sink_;  // nullptr inside what is left out
  const MappedColumns* const told_empty_;
  absl::string_view collect_path_;
  std::vector<Fields>* collected_ = nullptr;
  std::string path_;
  int depth_ = 0;
  int scalars_ = 0;
  size_t bytes_ = 0;  // of paths and values in all sinks
};

absl::Status Walker::Defect(absl::string_view what) const {
  return absl::InvalidArgumentError(
      path_.empty() ? std::string(what)
                    : absl::StrCat("field '", path_, "': ", what));
}

absl::Status Walker::Enter() {
  if (++depth_ <= kMaxDepth) return absl::OkStatus();
  return Defect(absl::StrCat("nested deeper than ", kMaxDepth, " levels"));
}

// The list for `path`; with `pair` the first one whose name that pair has.
const NamedList* Walker::ListAt(absl::string_view path,
                                const Fields* pair) const {
  for (const NamedList& list : lists_) {
    if (!absl::EqualsIgnoreCase(list.path, path)) continue;
    if (pair == nullptr || !pair->Text(list.name_key).empty()) return &list;
  }
  return nullptr;
}

absl::Status Walker::WalkObject(ondemand::object object, Edges edges) {
  LF_RETURN_IF_ERROR(Enter());
  // The parser keeps unescaped keys alive until the next document.
  absl::InlinedVector<absl::string_view, 32> keys;
  for (auto member : object) {
    ondemand::field field;
    LF_RETURN_IF_SIMDJSON_ERROR(std::move(member).get(field));
    std::string_view key;
    LF_RETURN_IF_SIMDJSON_ERROR(field.unescaped_key().get(key));
    keys.push_back(StripBlanks({key.data(), key.size()}));
    LF_RETURN_IF_ERROR(WalkMember(keys.back(), field.value(), edges));
  }
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
    return Defect("an object has the same key twice");
  }
  --depth_;
  return absl::OkStatus();
}

absl::Status Walker::WalkMember(absl::string_view key, ondemand::value value,
                                Edges edges) {
  ondemand::json_type type;
  LF_RETURN_IF_SIMDJSON_ERROR(value.type().get(type));
  const bool array = type == ondemand::json_type::array;
  if (array && key == "nodes") return WalkValue(value, type, Edges::kNo);
  if (array && key == "edges") return WalkValue(value, type, Edges::kYes);
  if (edges == Edges::kYes && key == "node") {
    return WalkValue(value, type, Edges::kNo);
  }
  const size_t length = path_.size();
  if (!path_.empty()) path_.push_back('.');
  if (path_.size() + key.size() > kMaxPath) return TooLong();
  path_.append(key.data(), key.size());
  // What is left out is still walked, so that it is JSON all the same.
  Fields* const sink = sink_;
  if (IsLeftOut()) sink_ = nullptr;
  LF_RETURN_IF_ERROR(WalkValue(value, type, Edges::kNo));
  sink_ = sink;
  path_.resize(length);
  return absl::OkStatus();
}

absl::Status Walker::WalkValue(ondemand::value value, ondemand::json_type type,
                               Edges edges) {
  switch (type) {
    case ondemand::json_type::object: {
      ondemand::object object;
      LF_RETURN_IF_SIMDJSON_ERROR(value.get_object().get(object));
      return WalkObject(object, edges);
    }
    case ondemand::json_type::array: {
      ondemand::array array;
      LF_RETURN_IF_SIMDJSON_ERROR(value.get_array().get(array));
      return WalkArray(array, edges);
    }
    default:
      return AddScalar(value, type);
  }
}

absl::Status Walker::WalkArray(ondemand::array array, Edges edges) {
  LF_RETURN_IF_ERROR(Enter());
  const bool collect = collected_ != nullptr && path_ == collect_path_;
  const bool named = ListAt(path_, nullptr) != nullptr;
  for (auto element : array) {
    ondemand::value value;
    LF_RETURN_IF_SIMDJSON_ERROR(std::move(element).get(value));
    ondemand::json_type type;
    LF_RETURN_IF_SIMDJSON_ERROR(value.type().get(type));
    if (sink_ == nullptr) {
      LF_RETURN_IF_ERROR(WalkValue(value, type, edges));
    } else if (collect) {
      collected_->emplace_back();
      LF_RETURN_IF_ERROR(
          WalkElementApart(value, type, edges, &collected_->back()));
    } else if (named && type == ondemand::json_type::object) {
      LF_RETURN_IF_ERROR(WalkNamed(value, type, edges));
    } else {
      LF_RETURN_IF_ERROR(WalkValue(value, type, edges));
    }
  }
  --depth_;
  return absl::OkStatus();
}

absl::Status Walker::WalkElementApart(ondemand::value value,
                                      ondemand::json_type type, Edges edges,
                                      Fields* apart) {
  std::string outer_path = std::exchange(path_, "");
  Fields* const outer_sink = std::exchange(sink_, apart);
  // Nothing inside an element that stands apart is collected again.
  std::vector<Fields>* const outer = std::exchange(collected_, nullptr);
  absl::Status status = WalkValue(value, type, edges);
  path_ = std::move(outer_path);
  sink_ = outer_sink;
  collected_ = outer;
  apart->Sort();
  return status;
}

absl::Status Walker::WalkNamed(ondemand::value value, ondemand::json_type type,
                               Edges edges) {
  Fields pair;
  LF_RETURN_IF_ERROR(WalkElementApart(value, type, edges, &pair));
  const NamedList* list = ListAt(path_, &pair);
  std::string path = path_;
  if (list != nullptr) {
    const absl::string_view second = pair.Text(list->second_name_key);
    if (!second.empty()) absl::StrAppend(&path, ".", second);
    absl::StrAppend(&path, ".", pair.Text(list->name_key));
  }
  if (path.size() > kMaxPath) return TooLong();
  for (const auto& [name, field] : pair.entries()) {
    bytes_ -= name.size() + field.text.size();  // only passes through
  }
  for (const auto& [name, field] : pair.entries()) {
    if (list == nullptr) {
      LF_RETURN_IF_ERROR(Add(absl::StrCat(path, ".", name), field));
    } else if (name == list->value_key) {
      LF_RETURN_IF_ERROR(Add(path, field));
    } else if (name != list->name_key && name != list->second_name_key) {
      // A value that is an object, and what stands beside name and value.
      absl::string_view rest = name;
      absl::ConsumePrefix(&rest, absl::StrCat(list->value_key, "."));
      LF_RETURN_IF_ERROR(Add(absl::StrCat(path, ".", rest), field));
    }
  }
  return absl::OkStatus();
}

bool Walker::IsLeftOut() const {
  return absl::c_any_of(left_out_, [this](absl::string_view path) {
    return absl::EqualsIgnoreCase(path, path_);
  });
}

absl::Status Walker::Add(absl::string_view path, FieldValue value) {
  bytes_ += path.size() + value.text.size();
  if (bytes_ > kMaxBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "more than ", kMaxBytes, " bytes of names and values in one object"));
  }
  sink_->Add(std::string(path), std::move(value));
  return absl::OkStatus();
}

absl::Status Walker::AddHere(FieldValue value) {
  if (sink_ == nullptr) return absl::OkStatus();
  if (++scalars_ > kMaxScalars) {
    return absl::InvalidArgumentError(
        absl::StrCat("more than ", kMaxScalars, " values in one object"));
  }
  return Add(path_, std::move(value));
}

absl::Status Walker::AddScalar(ondemand::value value,
                               ondemand::json_type type) {
  if (type == ondemand::json_type::string) {
    std::string_view text;
    LF_RETURN_IF_SIMDJSON_ERROR(value.get_string().get(text));
    return AddHere({FieldValue::Type::kString, std::string(text)});
  }
  if (type == ondemand::json_type::boolean) {
    bool flag = false;
    LF_RETURN_IF_SIMDJSON_ERROR(value.get_bool().get(flag));
    return AddHere({FieldValue::Type::kBool, flag ? "true" : "false"});
  }
  const std::string_view raw = value.raw_json_token();
  const absl::string_view token =
      absl::StripAsciiWhitespace(absl::string_view(raw.data(), raw.size()));
  if (type == ondemand::json_type::null) {
    if (token != "null") return Defect("not a JSON value");
    if (told_empty_ == nullptr || !told_empty_->Has(path_)) return {};
    return AddHere(FieldValue());
  }
  if (!IsJsonNumber(token)) return Defect("not a JSON number");
  return AddHere({FieldValue::Type::kNumber, std::string(token)});
}

absl::Status Walk(absl::string_view json, Walker* walker) {
  // Buffers of the parser are reused: an import reads millions of elements.
  thread_local ondemand::parser parser;
  const simdjson::padded_string padded(json.data(), json.size());
  ondemand::document document;
  LF_RETURN_IF_SIMDJSON_ERROR(parser.iterate(padded).get(document));
  ondemand::object object;
  const simdjson::error_code error = document.get_object().get(object);
  if (error == simdjson::INCORRECT_TYPE)
    return absl::InvalidArgumentError("not a JSON object");
  LF_RETURN_IF_SIMDJSON_ERROR(error);
  LF_RETURN_IF_ERROR(walker->WalkObject(object, Edges::kNo));
  const char* rest = nullptr;
  if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) {
    return absl::InvalidArgumentError("text follows the JSON object");
  }
  return absl::OkStatus();
}

#undef LF_RETURN_IF_SIMDJSON_ERROR
}  // namespace

absl::StatusOr<Fields> FlattenJson(
    absl::string_view json, const std::vector<NamedList>& named_lists,
    const std::vector<absl::string_view>& left_out,
    const MappedColumns* told_empty) {
  Fields fields;
  Walker walker(named_lists, left_out, &fields, told_empty);
  LF_RETURN_IF_ERROR(Walk(json, &walker));
  fields.Sort();
  return fields;
}

absl::StatusOr<std::vector<Fields>> FlattenElements(
    absl::string_view json, absl::string_view path,
    const std::vector<NamedList>& named_lists,
    const std::vector<absl::string_view>& left_out) {
  Fields rest;
  std::vector<Fields> elements;
  Walker walker(named_lists, left_out, &rest);
  walker.Collect(path, &elements);
  LF_RETURN_IF_ERROR(Walk(json, &walker));
  return elements;
}

}  // namespace landfall::decode
