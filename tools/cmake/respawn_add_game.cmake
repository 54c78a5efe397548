# respawn_add_game(NAME [WORKER_ONLY] SOURCE...)
#
# Makes the executable NAME, a respawn worker, from the given sources. It depends on the worker library only:
# building it never builds, relinks or waits for the supervisor, which is an installed tool.
#
#   add_subdirectory(respawn)
#   respawn_add_game(pong main.cpp)
#
#   respawn run --build "cmake --build build --target pong" --watch . build/pong
#
# And NAME-standalone, the same game as an ordinary program, to be shipped: docs/shipping.md. It is built only when it is
# asked for:
#
#   cmake --build build --target pong-standalone
#
# What target_sources(), target_link_libraries(), target_compile_definitions() and their like say to NAME holds for both.
# WORKER_ONLY leaves it out.
# What takes the time from a save to the next frame is compiling, so the worker is built by what is fastest for that
# (docs/building.md has the figures). Each can be switched off:
#
#   RESPAWN_FAST_DEBUG         Debug builds are not optimised at all, and keep frame pointers for debuggers and profilers
#   RESPAWN_PRECOMPILE_GAME    respawn's headers, and those of the standard library that games begin with, are compiled once
#   RESPAWN_FAST_LINKER        the worker is linked by mold, gold or lld, whichever is there first
#
# and one on, which saves time where much debug information is linked:
#
#   RESPAWN_SPLIT_DWARF        it stays beside the objects (-gsplit-dwarf), and respawn stages it from there

# As this project has them, whatever a game's own cmake_minimum_required() says.
cmake_policy(VERSION 3.22)

option(RESPAWN_FAST_DEBUG "Do not optimise Debug builds of games, and keep their frame pointers" ON)
option(RESPAWN_PRECOMPILE_GAME "Precompile the headers that games begin with" ON)
option(RESPAWN_FAST_LINKER "Link games while they are developed by the fastest linker that is there" ON)
option(RESPAWN_SPLIT_DWARF "Leave the debug information of games in .dwo files beside their objects" OFF)
option(RESPAWN_STANDALONE_LTO "Optimise games that are to be shipped across files, in Release and MinSizeRel" ON)

function(respawn_add_game name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "WORKER_ONLY" "" "")
    if(NOT arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "respawn_add_game(${name}): give at least one source file, e.g. respawn_add_game(${name} main.cpp)")
    endif()
    if(NOT CMAKE_CXX_COMPILER_LOADED)
        message(FATAL_ERROR "respawn_add_game(${name}): games are C++; write project(${PROJECT_NAME} LANGUAGES CXX)")
    endif()
    add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
    target_link_libraries(${name} PRIVATE respawn::worker)
    respawn_build_fast(${name})
    if(RESPAWN_SANITIZE AND COMMAND respawn_sanitize)
        respawn_sanitize(${name})
    endif()
    if(NOT arg_WORKER_ONLY)
        respawn_add_standalone(${name})
    endif()
endfunction()

function(respawn_build_fast game)
    set(gnu_like "$<CXX_COMPILER_ID:GNU,Clang,AppleClang>")
    if(RESPAWN_FAST_DEBUG)
        target_compile_options(${game} PRIVATE "$<$<AND:${gnu_like},$<CONFIG:Debug>>:-O0;-fno-omit-frame-pointer>")
    endif()
    if(RESPAWN_SPLIT_DWARF)
        target_compile_options(${game} PRIVATE
            "$<$<AND:$<CXX_COMPILER_ID:GNU,Clang>,$<CONFIG:Debug,RelWithDebInfo>>:-gsplit-dwarf>")
    endif()
    if(RESPAWN_PRECOMPILE_GAME)
        # Of a game's C sources, if it has some, these are none.
        foreach(header IN ITEMS algorithm array chrono cmath cstdint functional optional span string string_view utility vector
                respawn/worker.hpp)
            target_precompile_headers(${game} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:<${header}$<ANGLE-R>>")
        endforeach()
        # A compiler cache knows by this what the precompiled headers were made of.
        target_compile_options(${game} PRIVATE
            $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fpch-preprocess>)
    endif()
    respawn_find_fast_linker(linker)
    if(linker)
        target_link_options(${game} PRIVATE "-fuse-ld=${linker}")
    endif()
endfunction()

# Sets `out` to the name of the fastest linker that the compiler can use; empty: its own. What is optimised is linked by the
# compiler's own, which can do that across files, and a choice of the user's stands.
function(respawn_find_fast_linker out)
    set(${out} "" PARENT_SCOPE)
    if(NOT RESPAWN_FAST_LINKER OR CMAKE_BUILD_TYPE MATCHES "^(Release|MinSizeRel)$" OR CMAKE_INTERPROCEDURAL_OPTIMIZATION
            OR CMAKE_LINKER_TYPE OR CMAKE_EXE_LINKER_FLAGS MATCHES "-fuse-ld=|--ld-path=")
        return()
    endif()
    include(CheckCXXSourceCompiles)
    set(CMAKE_REQUIRED_QUIET ON)
    foreach(linker IN ITEMS mold gold lld)
        set(CMAKE_REQUIRED_LINK_OPTIONS -fuse-ld=${linker})
        check_cxx_source_compiles("int main() {}" RESPAWN_HAS_LINKER_${linker})
        if(RESPAWN_HAS_LINKER_${linker})
            set(${out} ${linker} PARENT_SCOPE)
            return()
        endif()
    endforeach()
endfunction()

# Makes GAME-standalone from the objects of GAME, or from its sources where these are to be optimised across files.
function(respawn_add_standalone game)
    set(name ${game}-standalone)
    if(NOT TARGET respawn::standalone)
        add_custom_target(${name}
            COMMAND ${CMAKE_COMMAND} -E echo
                "${name} can't be built: respawn::standalone needs SDL2. Install it (apt install libsdl2-dev) and configure again."
            COMMAND ${CMAKE_COMMAND} -E false
            VERBATIM)
        return()
    endif()
    respawn_can_optimise_standalone(optimised)
    if(optimised)
        # CMake adds what it precompiles to the sources; this program precompiles by itself.
        add_executable(${name} EXCLUDE_FROM_ALL "$<FILTER:$<TARGET_PROPERTY:${game},SOURCES>,EXCLUDE,/cmake_pch\\.>")
        foreach(property IN ITEMS COMPILE_DEFINITIONS COMPILE_FEATURES COMPILE_OPTIONS INCLUDE_DIRECTORIES
                PRECOMPILE_HEADERS)
            set_property(TARGET ${name} PROPERTY ${property} $<TARGET_PROPERTY:${game},${property}>)
        endforeach()
        set_property(TARGET ${name} PROPERTY INTERPROCEDURAL_OPTIMIZATION ON)
    else()
        add_executable(${name} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:${game}>)
        add_dependencies(${name} ${game})
    endif()
    respawn_standalone_is_of_another_compiler(foreign)
    if(foreign)
        # The machine code in the archive is anybody's.
        target_link_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-lto>)
    endif()
    # Symbols and debug information tell where it was built.
    target_link_options(${name} PRIVATE
        "$<$<AND:$<CXX_COMPILER_ID:GNU,Clang>,$<CONFIG:Release,MinSizeRel>>:-s>")
    set_property(TARGET ${name} PROPERTY LINKER_LANGUAGE CXX)
    # CMake leaves generator expressions in this property alone.
    target_link_libraries(${name} PRIVATE respawn::standalone
        "$<FILTER:$<GENEX_EVAL:$<TARGET_PROPERTY:${game},LINK_LIBRARIES>>,EXCLUDE,^respawn::worker$>")
    target_link_options(${name} PRIVATE "$<TARGET_PROPERTY:${game},LINK_OPTIONS>")
    target_link_directories(${name} PRIVATE "$<TARGET_PROPERTY:${game},LINK_DIRECTORIES>")
endfunction()

# Sets `out` to whether what is shipped is optimised across files, so that the game's calls into the library are inlined: in
# optimised builds, with RESPAWN_STANDALONE_LTO, where the compiler can.
function(respawn_can_optimise_standalone out)
    set(result FALSE)
    if(RESPAWN_STANDALONE_LTO AND NOT RESPAWN_SANITIZE AND CMAKE_BUILD_TYPE MATCHES "^(Release|MinSizeRel)$")
        include(CheckIPOSupported)
        check_ipo_supported(RESULT result LANGUAGES CXX)
    endif()
    respawn_standalone_is_of_another_compiler(foreign)
    if(foreign)
        set(result FALSE)
    endif()
    set(${out} ${result} PARENT_SCOPE)
endfunction()

# Sets `out` to whether the installed library was optimised by a compiler that is not this one: what one knows of a file to
# optimise it across files, no other can read, not even another version.
function(respawn_standalone_is_of_another_compiler out)
    set(made_by "")
    if(TARGET respawn::standalone)
        get_target_property(made_by respawn::standalone RESPAWN_OPTIMISED_BY)
    endif()
    if(made_by AND NOT made_by STREQUAL "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
        set(${out} TRUE PARENT_SCOPE)
    else()
        set(${out} FALSE PARENT_SCOPE)
    endif()
endfunction()
