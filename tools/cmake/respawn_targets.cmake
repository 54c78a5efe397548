# What every target of this repository shares: language, warnings, sanitizers, include root.

set(respawn_source_dir "${CMAKE_CURRENT_LIST_DIR}/../..")
get_filename_component(respawn_source_dir "${respawn_source_dir}" ABSOLUTE)

# Compiles `target` as C++20 with this project's warnings. PRIVATE on purpose: a game keeps its own flags.
function(respawn_configure_target target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
    # g++ 12 sees overlapping copies in optimised `"x" + string` where there are none (its bug 105651).
    target_compile_options(${target} PRIVATE
        $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
    if(RESPAWN_WARNINGS_AS_ERRORS)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
    respawn_sanitize(${target})
endfunction()

# Compiles the sources of each folder of `target` together, a dozen at a time, if that is wished for: what they include
# is read once, not a dozen times. Their unnamed namespaces are one then.
function(respawn_unite target)
    if(RESPAWN_UNITE_SOURCES)
        # When all of its sources are known.
        cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}]] CALL respawn_unite_now ${target})")
    endif()
endfunction()

function(respawn_unite_now target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    get_target_property(sources ${target} SOURCES)
    get_target_property(source_dir ${target} SOURCE_DIR)
    foreach(source IN LISTS sources)
        cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${source_dir})
        cmake_path(GET source PARENT_PATH folder)
        string(MAKE_C_IDENTIFIER "${folder}" key)
        math(EXPR count_${key} "0${count_${key}} + 1")
        math(EXPR dozen "(${count_${key}} - 1) / 12")
        set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP "${key}_${dozen}")
    endforeach()
endfunction()

# Lets `target` begin each source with these headers, compiled once, if that is wished for; or with those of `other`,
# whose flags must be the same: respawn_precompile(target REUSE_FROM other).
function(respawn_precompile target)
    if(RESPAWN_PRECOMPILE_HEADERS)
        if("${ARGV1}" STREQUAL REUSE_FROM)
            target_precompile_headers(${target} REUSE_FROM ${ARGV2})
        else()
            target_precompile_headers(${target} PRIVATE ${ARGN})
        endif()
        # So that ccache can tell whether the same was compiled before. And g++ forgets which of them are the system's, whose
        # false alarms it would keep to itself.
        target_compile_options(${target} PRIVATE
            "$<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread>")
    endif()
endfunction()

# Applies RESPAWN_SANITIZE to `target`.
function(respawn_sanitize target)
    if(RESPAWN_SANITIZE)
        target_compile_options(${target} PRIVATE
            -fsanitize=${RESPAWN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=${RESPAWN_SANITIZE})
        if(RESPAWN_SANITIZE MATCHES "thread")
            # g++ warns that the sanitizer does not see fences; asio has one, on data that no test shares.
            target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
        endif()
        # g++ 12 sees uninitialised variables in instrumented standard headers where there are none.
        target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    endif()
endfunction()

# Refuses the build of everything when a part includes one that it must not know (docs/architecture.md, "Parts").
# Not the build of a game: its author changes nothing here.
if(PROJECT_IS_TOP_LEVEL)
    add_custom_target(respawn_check_includes ALL
        COMMAND ${CMAKE_COMMAND} -DROOT=${respawn_source_dir} -P ${CMAKE_CURRENT_LIST_DIR}/check_includes.cmake
        VERBATIM)
endif()
