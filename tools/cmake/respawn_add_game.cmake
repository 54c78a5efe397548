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
option(RESPAWN_STANDALONE_LTO "Optimise games that are to be shipped across files, in Release and MinSizeRel" ON)

function(respawn_add_game name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "WORKER_ONLY" "" "")
    if(NOT arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "respawn_add_game(${name}): give at least one source file, e.g. respawn_add_game(${name} main.cpp)")
    endif()
    add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
    target_link_libraries(${name} PRIVATE respawn::worker)
    if(RESPAWN_SANITIZE AND COMMAND respawn_sanitize)
        respawn_sanitize(${name})
    endif()
    if(NOT arg_WORKER_ONLY)
        respawn_add_standalone(${name})
    endif()
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
        add_executable(${name} EXCLUDE_FROM_ALL $<TARGET_PROPERTY:${game},SOURCES>)
        foreach(property IN ITEMS COMPILE_DEFINITIONS COMPILE_FEATURES COMPILE_OPTIONS INCLUDE_DIRECTORIES)
            set_property(TARGET ${name} PROPERTY ${property} $<TARGET_PROPERTY:${game},${property}>)
        endforeach()
        set_property(TARGET ${name} PROPERTY INTERPROCEDURAL_OPTIMIZATION ON)
    else()
        add_executable(${name} EXCLUDE_FROM_ALL $<TARGET_OBJECTS:${game}>)
        add_dependencies(${name} ${game})
    endif()
    set_property(TARGET ${name} PROPERTY LINKER_LANGUAGE CXX)
    target_link_libraries(${name} PRIVATE respawn::standalone
        "$<FILTER:$<TARGET_PROPERTY:${game},LINK_LIBRARIES>,EXCLUDE,^respawn::worker$>")
    target_link_options(${name} PRIVATE "$<TARGET_PROPERTY:${game},LINK_OPTIONS>")
endfunction()

# Sets `out` to whether what is shipped is optimised across files, so that the game's calls into the library are inlined: in
# optimised builds, with RESPAWN_STANDALONE_LTO, where the compiler can.
function(respawn_can_optimise_standalone out)
    set(result FALSE)
    if(RESPAWN_STANDALONE_LTO AND NOT RESPAWN_SANITIZE AND CMAKE_BUILD_TYPE MATCHES "^(Release|MinSizeRel)$")
        include(CheckIPOSupported)
        check_ipo_supported(RESULT result LANGUAGES CXX)
    endif()
    set(${out} ${result} PARENT_SCOPE)
endfunction()
