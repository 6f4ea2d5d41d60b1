# landfall_headers(<name> HEADER <file> [PROGRAM] DEPS … [OPTIONS …])
#
# Headers that many files start with, compiled once, for targets that reuse them
# from <name>: they take longer to read than most of our files take to compile.
# A file still includes what it uses. PROGRAM: for the files of programs, whose
# code is position-independent in another way than a library's.
function(landfall_headers name)
  cmake_parse_arguments(ARG "PROGRAM" "HEADER" "DEPS;OPTIONS" ${ARGN})
  if(TARGET ${name})
    return()
  endif()
  set(source ${CMAKE_BINARY_DIR}/${name}.cc)
  if(ARG_PROGRAM)
    file(CONFIGURE OUTPUT ${source} CONTENT "int main() {}\n")
    add_executable(${name} ${source})
  else()
    file(CONFIGURE OUTPUT ${source} CONTENT "// Where ${ARG_HEADER} belongs.\n")
    add_library(${name} STATIC ${source})
  endif()
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} landfall_warnings)
  target_compile_options(${name} PRIVATE ${ARG_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/${ARG_HEADER})
endfunction()

# The headers above for one target of ours. RPC: most of its files use the
# generated code of the services.
function(landfall_use_headers target)
  cmake_parse_arguments(ARG "RPC" "" "" ${ARGN})
  set(headers landfall_server_headers)
  set(header_deps absl::flat_hash_map absl::statusor absl::strings
    absl::synchronization absl::time)
  landfall_headers(${headers} HEADER server/base/precompiled.h
    DEPS ${header_deps})
  if(ARG_RPC)
    set(headers landfall_server_rpc_headers)
    landfall_headers(${headers} HEADER server/serve/api/precompiled_rpc.h
      DEPS ${header_deps} landfall::proto)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${headers})
endfunction()

# Lets one target be compiled a dozen files at a time where LANDFALL_UNITY is on,
# but for the files that follow: two files that give something of their own the
# same name cannot be compiled together.
function(landfall_compile_together target)
  if(LANDFALL_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON
      UNITY_BUILD_BATCH_SIZE 12)
    set_source_files_properties(${ARGN} PROPERTIES
      SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()

# landfall_library(<folder> SRCS … DEPS … [PRIVATE_DEPS …] [APART …] [RPC])
#
# One static library per folder of server/: target landfall_<folder>, alias
# landfall::<folder>. A dependency on a module of ours must already be a target,
# so the order of server/CMakeLists.txt is the order of the architecture and an
# upward edge stops the configuration. The edges also go to build/layers.txt,
# which tests/architecture compares with the #include lines. RPC: most of its
# files use the generated code of the services. APART: see
# landfall_compile_together().
file(WRITE ${CMAKE_BINARY_DIR}/layers.txt "")
function(landfall_library name)
  cmake_parse_arguments(ARG "RPC" "" "SRCS;DEPS;PRIVATE_DEPS;APART" ${ARGN})
  foreach(dep IN LISTS ARG_DEPS ARG_PRIVATE_DEPS)
    if(dep MATCHES "^landfall::" AND NOT TARGET ${dep})
      message(FATAL_ERROR "server/${name} depends on ${dep}, which comes later "
        "in server/CMakeLists.txt: dependencies only point up in that file.")
    endif()
  endforeach()
  string(REPLACE "/" "_" target ${name})
  add_library(landfall_${target} STATIC ${ARG_SRCS})
  string(REPLACE "/" "::" alias ${name})
  add_library(landfall::${alias} ALIAS landfall_${target})
  target_include_directories(landfall_${target} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(landfall_${target} PUBLIC ${ARG_DEPS}
    PRIVATE ${ARG_PRIVATE_DEPS} landfall_warnings)
  set(rpc "")
  if(ARG_RPC)
    set(rpc RPC)
  endif()
  landfall_use_headers(landfall_${target} ${rpc})
  landfall_compile_together(landfall_${target} ${ARG_APART})
  string(REPLACE ";" " " deps "${ARG_DEPS};${ARG_PRIVATE_DEPS}")
  file(APPEND ${CMAKE_BINARY_DIR}/layers.txt "${name}: ${deps}\n")
endfunction()

# Lets the thread sanitizer see the locks of an executable.
function(landfall_show_locks name)
  if(LANDFALL_SANITIZE STREQUAL "thread")
    target_link_libraries(${name} PRIVATE landfall_tsan_mutex)
  endif()
endfunction()

# Tests are compiled with less effort than what they test: that is most of a
# build. RPC: as for landfall_library.
function(landfall_compile_as_test name)
  cmake_parse_arguments(ARG "RPC" "" "" ${ARGN})
  set(options $<$<CONFIG:RelWithDebInfo>:-O1>)
  set(headers landfall_test_headers)
  set(header_deps GTest::gmock GTest::gtest_main absl::statusor absl::strings
    absl::time)
  if(ARG_RPC)
    set(headers landfall_test_rpc_headers)
    landfall_headers(${headers} PROGRAM
      HEADER tests/support/precompiled_rpc.h
      DEPS ${header_deps} landfall::proto OPTIONS ${options})
  else()
    landfall_headers(${headers} PROGRAM HEADER tests/support/precompiled.h
      DEPS ${header_deps} OPTIONS ${options})
  endif()
  target_compile_options(${name} PRIVATE ${options})
  target_precompile_headers(${name} REUSE_FROM ${headers})
endfunction()

# landfall_test(<name> SRCS … DEPS … [LABELS …] [COST …] [APART …] [RPC]
#               [THREADS])
# A GoogleTest binary, registered with ctest as one test. COST: it starts before
# tests with a lower one, see docs/testing.md. APART and RPC: as for
# landfall_library. THREADS: what it tests meets other threads, so the thread
# sanitizer has something to find; only such tests are built for it.
function(landfall_test name)
  cmake_parse_arguments(ARG "RPC;THREADS" "COST" "SRCS;DEPS;LABELS;APART" ${ARGN})
  if(LANDFALL_SANITIZE STREQUAL "thread" AND NOT ARG_THREADS)
    return()
  endif()
  set(rpc "")
  if(ARG_RPC)
    set(rpc RPC)
  endif()
  add_executable(${name} ${ARG_SRCS})
  landfall_show_locks(${name})
  landfall_compile_as_test(${name} ${rpc})
  landfall_compile_together(${name} ${ARG_APART})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock
    GTest::gtest_main landfall_warnings)
  target_compile_definitions(${name} PRIVATE
    LANDFALL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 1200)
  if(ARG_COST)
    set_tests_properties(${name} PROPERTIES COST ${ARG_COST})
  endif()
endfunction()
