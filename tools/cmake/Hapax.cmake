# What every target of the project shares: language level, warnings, and how a stage and its tests
# are declared.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Warnings are errors in the dev preset, which is what CI builds. Optimised and instrumented builds leave them warnings:
# the compiler's flow analysis is wrong too often there, and a user's build must not fail for a newer compiler.
add_library(hapax_options INTERFACE)
target_compile_options(
  hapax_options
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wcast-align
            # At -O3 g++ follows pointers that cannot be null into code that asks whether they are.
            $<$<NOT:$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>>:-Wnull-dereference>
            -Wimplicit-fallthrough
            # g++ 12 sees overlapping copies inside of std::string where there are none (GCC bug 105651).
            $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
            $<$<BOOL:${HAPAX_WERROR}>:-Werror>)
target_include_directories(hapax_options INTERFACE ${PROJECT_SOURCE_DIR}/include)

# A simulated request makes some hundred calls, many of them from one file or stage to another; compiled as one, they take
# a tenth less time. The libraries hold plain machine code beside what that needs, so that others may link them, too.
option(HAPAX_ACROSS_FILES "Optimise the stages that a request passes as one (g++, Release)" ON)

# hapax_stage(NAME [PRIVATE] [ACROSS_FILES] [SEES stage...] [LINKS target...] [SOURCES file...] [EXCLUDE pattern...])
#
# Declares the library hapax_NAME from the .cpp files of this folder and those below it. SEES names the
# stages to its left in the pipeline. EXCLUDE leaves out files by regular expression. A PRIVATE stage is not installed.
function(hapax_stage name)
  cmake_parse_arguments(ARG "PRIVATE;ACROSS_FILES" "" "SEES;LINKS;SOURCES;EXCLUDE" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB_RECURSE ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    foreach(pattern ${ARG_EXCLUDE})
      list(FILTER ARG_SOURCES EXCLUDE REGEX ${pattern})
    endforeach()
  endif()
  add_library(hapax_${name} STATIC ${ARG_SOURCES})
  target_include_directories(hapax_${name} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(hapax_${name} PRIVATE $<BUILD_INTERFACE:hapax_options>)
  target_include_directories(hapax_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                                  $<INSTALL_INTERFACE:include>)
  target_link_libraries(hapax_${name} PUBLIC tl::expected fmt::fmt)
  foreach(seen ${ARG_SEES})
    target_link_libraries(hapax_${name} PUBLIC hapax_${seen})
  endforeach()
  target_link_libraries(hapax_${name} PRIVATE ${ARG_LINKS})
  if(ARG_ACROSS_FILES AND HAPAX_ACROSS_FILES AND CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_BUILD_TYPE STREQUAL Release)
    target_compile_options(hapax_${name} PRIVATE -flto=auto -ffat-lto-objects)
    target_link_options(hapax_${name} INTERFACE $<BUILD_INTERFACE:-flto=auto>)
  else()
    hapax_use_precompiled(hapax_${name})
  endif()
  if(NOT ARG_PRIVATE)
    set_target_properties(hapax_${name} PROPERTIES EXPORT_NAME ${name})
    install(TARGETS hapax_${name} EXPORT hapaxTargets)
  endif()
endfunction()

# hapax_package(): what find_package(hapax) needs: the public headers, the stages' libraries, the configuration file.
function(hapax_package)
  include(CMakePackageConfigHelpers)
  set(place ${CMAKE_INSTALL_LIBDIR}/cmake/hapax)
  install(DIRECTORY include/hapax DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT hapaxTargets NAMESPACE hapax:: DESTINATION ${place})
  configure_package_config_file(tools/cmake/hapaxConfig.cmake.in ${PROJECT_BINARY_DIR}/hapaxConfig.cmake
                                INSTALL_DESTINATION ${place})
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/hapaxConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/hapaxConfig.cmake ${PROJECT_BINARY_DIR}/hapaxConfigVersion.cmake
          DESTINATION ${place})
endfunction()

# hapax_tests(STAGE [LINKS target...])
#
# One test program for a stage from the *_test.cpp files of this folder and those below it.
function(hapax_tests name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(hapax_${name}_tests ${sources})
  target_include_directories(hapax_${name}_tests PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(hapax_${name}_tests PRIVATE hapax_options GTest::gmock_main ${ARG_LINKS})
  target_include_directories(hapax_${name}_tests PRIVATE ${PROJECT_BINARY_DIR}/tests/paths)
  hapax_use_precompiled(hapax_${name}_tests)
  gtest_discover_tests(hapax_${name}_tests DISCOVERY_MODE PRE_TEST
                       WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
