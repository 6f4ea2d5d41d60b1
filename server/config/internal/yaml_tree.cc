// YAML text -> a tree of our own, by the parser's events. Entry point:
// ParseYaml, which is also the fence that no exception of yaml-cpp passes.
#include "server/config/internal/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <exception>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace landfall::config::internal {
namespace {

constexpr size_t kMaxBytes = size_t{1} << 20;
constexpr size_t kMaxDepth = 32;

// Thrown by TreeBuilder and caught in ParseYaml: the parser has no other way
// to be stopped.
struct Stop {
  int line;
  std::string problem;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  YamlNode Take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    Leaf(mark, YamlNode::Kind::kNull, "");
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    throw Stop{mark.line + 1, "aliases (*name) are not supported here"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/,
                YAML::anchor_t /*anchor*/, const std::string& value) override {
    Leaf(mark, YamlNode::Kind::kScalar, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/,
                       YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    Begin(mark, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { End(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/,
                  YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    Begin(mark, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { End(); }

 private:
  // A list or map that is not closed yet, and the key that waits for a value.
  struct Open {
    YamlNode node;
    bool has_key = false;
    std::string key;
    int key_line = 1;
  };

  void Leaf(const YAML::Mark& mark, YamlNode::Kind kind,
            const std::string& text) {
    YamlNode node;
    node.kind = kind;
    node.line = mark.line + 1;
    node.text = text;
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kMap && !parent.has_key) {
      parent.has_key = true;
      // `null:` and `~:` are keys like any other, and unknown ones.
      parent.key = kind == YamlNode::Kind::kNull ? "null" : text;
      parent.key_line = node.line;
      return;
    }
    Add(std::move(node));
  }

  void Begin(const YAML::Mark& mark, YamlNode::Kind kind) {
    const int line = mark.line + 1;
    if (open_.size() >= kMaxDepth) {
      throw Stop{line,
                 absl::StrCat("nested deeper than ", kMaxDepth, " levels")};
    }
    if (!open_.empty() && !open_.back().has_key &&
        open_.back().node.kind == YamlNode::Kind::kMap) {
      throw Stop{line, "a key must be a plain word"};
    }
    open_.emplace_back();
    open_.back().node.kind = kind;
    open_.back().node.line = line;
  }

  void End() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Add(std::move(node));
  }

  // REQUIRES: a list, or a map that waits for a value, is open.
  void Add(YamlNode node) {
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kList) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    parent.node.entries.push_back(
        YamlEntry{parent.key, parent.key_line, std::move(node)});
    parent.has_key = false;
  }

  YamlNode root_;
  std::vector<Open> open_;
};

absl::Status ErrorAtLine(const std::string& name, int line,
                         absl::string_view problem) {
  return absl::InvalidArgumentError(
      absl::StrCat(name, ":", line, ": ", problem));
}

}  // namespace

absl::StatusOr<YamlNode> ParseYaml(absl::string_view text,
                                   const std::string& name) noexcept {
  if (text.size() > kMaxBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": the file has ", text.size(),
                     " bytes; allowed are ", kMaxBytes));
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder;
    parser.HandleNextDocument(builder);
    YamlNode root = builder.Take();
    if (parser.HandleNextDocument(builder)) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": more than one YAML document"));
    }
    return root;
  } catch (const Stop& stop) {
    return ErrorAtLine(name, stop.line, stop.problem);
  } catch (const YAML::Exception& error) {
    return ErrorAtLine(name, error.mark.line + 1,
                       absl::StrCat("not YAML: ", error.msg));
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": not YAML: ", error.what()));
  }
}

}  // namespace landfall::config::internal
