#pragma once

#include "absl/types/span.h"

namespace landfall::serve::http {

// A file whose bytes are part of the program.
struct EmbeddedFile {
  const char* name;  // "app.js"
  const char* begin;
  const char* end;
};

// Those that CMakeLists.txt names; cmake/EmbedFiles.cmake writes the function.
absl::Span<const EmbeddedFile> EmbeddedFiles();

}  // namespace landfall::serve::http
