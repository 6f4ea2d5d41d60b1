# landfall_library(<folder> SRCS … DEPS … [PRIVATE_DEPS …])
#
# One static library per folder of server/: target landfall_<folder>, alias
# landfall::<folder>. A dependency on a module of ours must already be a target,
# so the order of server/CMakeLists.txt is the order of the architecture and an
# upward edge stops the configuration. The edges also go to build/layers.txt,
# which tests/architecture compares with the #include lines.
file(WRITE ${CMAKE_BINARY_DIR}/layers.txt "")
function(landfall_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS;PRIVATE_DEPS" ${ARGN})
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
  string(REPLACE ";" " " deps "${ARG_DEPS};${ARG_PRIVATE_DEPS}")
  file(APPEND ${CMAKE_BINARY_DIR}/layers.txt "${name}: ${deps}\n")
endfunction()

# Lets the thread sanitizer see the locks of an executable.
function(landfall_show_locks name)
  if(LANDFALL_SANITIZE STREQUAL "thread")
    target_sources(${name} PRIVATE
      ${PROJECT_SOURCE_DIR}/tests/support/tsan_mutex.cc)
  endif()
endfunction()

# landfall_test(<name> SRCS … DEPS … [LABELS …])
# A GoogleTest binary, registered with ctest as one test.
function(landfall_test name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  landfall_show_locks(${name})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock
    GTest::gtest_main landfall_warnings)
  target_compile_definitions(${name} PRIVATE
    LANDFALL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 1200)
endfunction()
