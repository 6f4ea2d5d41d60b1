#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/config/internal/yaml_tree.h"

namespace landfall::config::internal {

inline constexpr absl::Duration kDay = absl::Hours(24);

// Everything that is wrong with a file, so that one start shows it all. Not
// thread-safe.
class Problems {
 public:
  explicit Problems(std::string name) : name_(std::move(name)) {}

  // "<file>:<line>: <path>: <problem>"
  void Add(int line, const std::string& path, const std::string& problem);

  // The same for what is no error, but will surprise somebody.
  void Warn(int line, const std::string& path, const std::string& warning);

  // INVALID_ARGUMENT with one problem a line, in the order of the file; OK when
  // there is none.
  absl::Status ToStatus() const;
  // In the order of the file.
  std::vector<std::string> Warnings() const;

 private:
  struct Problem {
    int line;
    std::string text;
  };
  void AddTo(std::vector<Problem>& list, int line, const std::string& path,
             const std::string& text) const;
  static std::vector<std::string> Sorted(std::vector<Problem> list);

  const std::string name_;
  std::vector<Problem> problems_;
  std::vector<Problem> warnings_;
};

// " ; did you mean …" or the list of what is allowed, for an unknown word
// of `allowed`.
std::string Hint(absl::string_view word,
                 const std::vector<std::string>& allowed);

// A value of the file with its place. What cannot be read is reported and comes
// back as nullopt, so reading can go on. Points into the tree, which must
// outlive it.
class Item {
 public:
  Item(const YamlNode& node, std::string path, Problems& problems)
      : node_(&node), path_(std::move(path)), problems_(&problems) {}

  const YamlNode& node() const { return *node_; }
  const std::string& path() const { return path_; }
  Problems& problems() const { return *problems_; }
  bool IsNull() const { return node_->kind == YamlNode::Kind::kNull; }
  bool IsMap() const { return node_->kind == YamlNode::Kind::kMap; }
  bool IsList() const { return node_->kind == YamlNode::Kind::kList; }

  void Fail(const std::string& problem) const;
  void Warn(const std::string& warning) const;

  // A text that is not empty.
  std::optional<std::string> Text() const;
  // One of `allowed`.
  std::optional<std::string> OneOf(
      const std::vector<std::string>& allowed) const;
  std::optional<int> Integer(int least, int most) const;
  std::optional<bool> Bool() const;
  std::optional<absl::Duration> Duration(absl::Duration least,
                                         absl::Duration most) const;
  // The elements of a list; a single value is a list of one. Empty when it is
  // neither.
  std::vector<Item> Items() const;
  // Like Items(), each a text.
  std::vector<std::string> Texts() const;

 private:
  const YamlNode* node_;
  std::string path_;
  Problems* problems_;
};

// A map of the file with a fixed set of keys. Unknown and repeated keys are
// reported when it is made.
class Section {
 public:
  Section(const Item& item, const std::vector<std::string>& keys);

  const Item& item() const { return item_; }

  // The value under `key`, or nullopt when it is not there or null.
  std::optional<Item> Find(absl::string_view key) const;
  // The same for a key that keeps somebody out: written without a value, as a
  // template does whose variable is empty, it must not mean that all may come,
  // so that is reported.
  std::optional<Item> FindFilled(absl::string_view key) const;
  // Reports `problem` at the line of a key that is there, even as null.
  void FailAt(absl::string_view key, absl::string_view problem) const;
  // Whether the key is there, even as null.
  bool Has(absl::string_view key) const;
  std::optional<std::string> Text(absl::string_view key) const;
  // Reports a missing key too.
  std::optional<std::string> RequiredText(absl::string_view key) const;
  // The elements of the list under `key`, empty when it is not there.
  std::vector<Item> Items(absl::string_view key) const;

 private:
  const YamlEntry* Entry(absl::string_view key) const;

  Item item_;
};

// Reports keys that come twice in one map.
void ReportRepeatedKeys(const Item& map);

// "sources[1]" + "grace" -> "sources[1].grace".
std::string PathOf(const std::string& path, absl::string_view key);

}  // namespace landfall::config::internal
