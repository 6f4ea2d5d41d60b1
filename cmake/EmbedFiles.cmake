# landfall_embed_files(<target> FILES <path> …)
#
# Makes files a part of the program: an assembler file that includes their
# bytes, and the list that embedded_files.h declares. Paths are relative to the
# source folder of the caller.
function(landfall_embed_files target)
  cmake_parse_arguments(ARG "" "" "FILES" ${ARGN})
  set(assembler ".section .rodata\n")
  set(declarations "")
  set(list "")
  set(index 0)
  set(paths)
  foreach(file IN LISTS ARG_FILES)
    get_filename_component(path ${file} ABSOLUTE)
    get_filename_component(name ${file} NAME)
    list(APPEND paths ${path})
    set(symbol landfall_embedded_${index})
    string(APPEND assembler
      ".global ${symbol}_begin\n.global ${symbol}_end\n"
      "${symbol}_begin:\n.incbin \"${path}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND declarations
      "extern \"C\" const char ${symbol}_begin[];\n"
      "extern \"C\" const char ${symbol}_end[];\n")
    string(APPEND list "    {\"${name}\", ${symbol}_begin, ${symbol}_end},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  # Says that the stack need not be executable, as compiled code does.
  string(APPEND assembler ".section .note.GNU-stack,\"\",@progbits\n")
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_files)
  file(CONFIGURE OUTPUT ${out}.s CONTENT "${assembler}" @ONLY)
  file(CONFIGURE OUTPUT ${out}.cc CONTENT
"#include \"server/serve/http/embedded_files.h\"

${declarations}
namespace landfall::serve::http {
namespace {
const EmbeddedFile kFiles[] = {
${list}};
}  // namespace

absl::Span<const EmbeddedFile> EmbeddedFiles() { return kFiles; }

}  // namespace landfall::serve::http
" @ONLY)
  set_source_files_properties(${out}.s PROPERTIES
    LANGUAGE C OBJECT_DEPENDS "${paths}" SKIP_PRECOMPILE_HEADERS ON
    # clang counts the flags for C as unused here.
    COMPILE_OPTIONS "-x;assembler;-Wno-unused-command-line-argument")
  target_sources(${target} PRIVATE ${out}.s ${out}.cc)
endfunction()
