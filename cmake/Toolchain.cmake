find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  # What ccache wants before it keeps anything that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(
      "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  endif()
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld)
endif()

# Warnings are errors in our own code; generated code is exempt (see proto/).
add_library(landfall_warnings INTERFACE)
if(LANDFALL_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A member whose type is of an anonymous namespace: with UNITY every file is a
  # header in the eyes of the compiler.
  target_compile_options(landfall_warnings INTERFACE -Wno-subobject-linkage)
endif()
target_compile_options(landfall_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wnon-virtual-dtor -Wswitch
  # __int128 is what keeps money exact; every compiler that we build with has it.
  # GCC 12 reports the inside of an empty std::optional<std::string> as used,
  # and impossible copies inside std::string when it optimises (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-pedantic -Wno-maybe-uninitialized -Wno-restrict
  -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety -Wno-gnu-zero-variadic-macro-arguments -Wno-pedantic>)

# protobuf brings -pthread along, and precompiled headers fit only who has it too.
add_compile_options(-fstack-protector-strong -pthread)
if(CMAKE_BUILD_TYPE MATCHES "Rel")
  add_compile_definitions(_FORTIFY_SOURCE=2)
endif()
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)

set(LANDFALL_SANITIZE "" CACHE STRING "Value of -fsanitize=, or empty")
if(LANDFALL_SANITIZE)
  add_compile_options(-fsanitize=${LANDFALL_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LANDFALL_SANITIZE})
  # For tests of what a sanitizer makes larger. The compilers have different
  # macros of their own.
  add_compile_definitions(LANDFALL_SANITIZED)
endif()

# Debian's Abseil hides its locks from the thread sanitizer, see
# tests/support/tsan_mutex.cc.
if(LANDFALL_SANITIZE STREQUAL "thread")
  foreach(member 4LockEv 6UnlockEv 10ReaderLockEv 12ReaderUnlockEv
          5AwaitERKNS0_9ConditionE
          16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE)
    add_link_options(-Wl,--wrap=_ZN4absl7debian35Mutex${member})
  endforeach()
  foreach(member 4WaitEPNS0_5MutexE
          15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE)
    add_link_options(-Wl,--wrap=_ZN4absl7debian37CondVar${member})
  endforeach()
endif()
