# find_package(respawn CONFIG): respawn::worker, and respawn::standalone where SDL is, which it needs; respawn_add_game().
include(CMakeFindDependencyMacro)
find_dependency(Threads)

include("${CMAKE_CURRENT_LIST_DIR}/respawn-worker-targets.cmake")
set(respawn_worker_FOUND TRUE)

if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/respawn-standalone-targets.cmake")
    find_package(SDL2 CONFIG QUIET)
    if(TARGET SDL2::SDL2)
        include("${CMAKE_CURRENT_LIST_DIR}/respawn-standalone-targets.cmake")
        set(respawn_standalone_FOUND TRUE)
    endif()
endif()

foreach(component IN LISTS respawn_FIND_COMPONENTS)
    if(respawn_FIND_REQUIRED_${component} AND NOT respawn_${component}_FOUND)
        set(respawn_FOUND FALSE)
        set(respawn_NOT_FOUND_MESSAGE
            "there is no respawn::${component} in ${CMAKE_CURRENT_LIST_DIR}; respawn::standalone needs SDL2 (libsdl2-dev)")
    endif()
endforeach()

include("${CMAKE_CURRENT_LIST_DIR}/respawn_add_game.cmake")
