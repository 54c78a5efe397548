# respawn_add_game(NAME SOURCE...)
#
# Makes the executable NAME, a respawn worker, from the given sources. It depends on the worker library only:
# building it never builds, relinks or waits for the supervisor, which is an installed tool.
#
#   add_subdirectory(respawn)
#   respawn_add_game(pong main.cpp)
#
#   respawn run --build "cmake --build build --target pong" --watch . build/pong
function(respawn_add_game name)
    if(NOT ARGN)
        message(FATAL_ERROR "respawn_add_game(${name}): give at least one source file, e.g. respawn_add_game(${name} main.cpp)")
    endif()
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE respawn::worker)
    if(RESPAWN_SANITIZE AND COMMAND respawn_sanitize)
        respawn_sanitize(${name})
    endif()
endfunction()
