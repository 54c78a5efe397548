# cmake -DHOW=… -DGAME=… (and what else CMakeLists.txt gives) -P check.cmake
#
# A game of another project is configured where nothing that only the supervisor needs can be found, its target alone is
# built, and the real supervisor plays it. HOW it gets respawn: subdirectory, fetch, package or pkg-config.

function(run what)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "${what} failed (${code}):\n${output}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

set(flags)
if(SANITIZE AND HOW MATCHES "package|pkg-config")
    set(flags -fsanitize=${SANITIZE})
endif()

function(configure_game)
    set(supervisor_needs SDL2 PNG fmt CLI11 nlohmann_json Catch2)
    if(HOW STREQUAL "package")
        # An installed library has what it needs inside.
        list(APPEND supervisor_needs Boost)
    endif()
    list(TRANSFORM supervisor_needs REPLACE "(.+)" "-DCMAKE_DISABLE_FIND_PACKAGE_\\1=ON" OUTPUT_VARIABLE without)
    run("configuring" ${CMAKE_COMMAND} -S ${GAME} -B ${WORK}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
        -DCMAKE_BUILD_TYPE=Debug -DHOW=${HOW} -DRESPAWN_FOLDER=${RESPAWN_FOLDER} -DRESPAWN_SANITIZE=${SANITIZE} ${without}
        -DCMAKE_DISABLE_FIND_PACKAGE_asio=ON -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_FLAGS=${flags} ${ARGN})
endfunction()

function(build_game)
    run("building" ${CMAKE_COMMAND} --build ${WORK}/build --target pong)
endfunction()

# With a cache of its own: what is built anew in an empty folder must come from there.
function(build_game_by_cache)
    set(ENV{CCACHE_DIR} ${WORK}/ccache)
    # As docs/installing.md says: ccache leaves precompiled headers alone otherwise.
    set(ENV{CCACHE_SLOPPINESS} pch_defines,time_macros)
    configure_game(-DCMAKE_CXX_COMPILER_LAUNCHER=${CCACHE})
    build_game()
    file(REMOVE_RECURSE ${WORK}/build)
    configure_game(-DCMAKE_CXX_COMPILER_LAUNCHER=${CCACHE})
    run("clearing the cache's counts" ${CCACHE} --zero-stats)
    build_game()
    run("reading the cache's counts" ${CCACHE} --print-stats)
    string(REGEX MATCH "direct_cache_hit\t([0-9]+)" hits "${output}")
    if(NOT CMAKE_MATCH_1 GREATER_EQUAL 2 OR NOT output MATCHES "cache_miss\t0\n")
        message(FATAL_ERROR "the second build of the game's files did not come from the cache:\n${output}")
    endif()
endfunction()

function(build_game_by_pkg_config)
    set(ENV{PKG_CONFIG_PATH} ${WORK}/prefix/${library_folder}/pkgconfig)
    run("asking pkg-config" ${PKG_CONFIG} --cflags --libs respawn-worker)
    separate_arguments(options UNIX_COMMAND "${output}")
    file(MAKE_DIRECTORY ${WORK}/build)
    run("building" ${COMPILER} -std=c++20 -g ${flags} ${GAME}/main.cpp ${GAME}/rules.cpp -o ${WORK}/build/pong ${options})
endfunction()

# As it is shipped: optimised, and with nothing in it of the supervisor's and of the machine that built it.
function(ship_game)
    run("configuring what is shipped" ${CMAKE_COMMAND} -S ${GAME} -B ${WORK}/ship -G ${GENERATOR}
        -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release -DHOW=${HOW} -DCMAKE_PREFIX_PATH=${WORK}/prefix)
    run("building what is shipped" ${CMAKE_COMMAND} --build ${WORK}/ship --target pong-standalone)
    run("listing what it asks for" ${NM} -D ${WORK}/ship/pong-standalone)
    if(NOT output MATCHES "SDL_" OR output MATCHES "(sendmsg|recvmsg|socketpair|shm_open|memfd_create)")
        message(FATAL_ERROR "what is shipped asks for something that it does not need, ${CMAKE_MATCH_1}:\n${output}")
    endif()
    file(STRINGS ${WORK}/ship/pong-standalone hits REGEX "${RESPAWN_FOLDER}/|${GAME}/")
    if(hits)
        message(FATAL_ERROR "what is shipped says where it was built: ${hits}")
    endif()
endfunction()

# Nothing that is installed may lead back to where it was built.
function(install_respawn)
    run("installing" ${CMAKE_COMMAND} --install ${RESPAWN_BUILD} --prefix ${WORK}/prefix)
    file(GLOB_RECURSE described ${WORK}/prefix/*.cmake ${WORK}/prefix/*.pc)
    foreach(file IN LISTS described)
        file(STRINGS ${file} hits REGEX "${RESPAWN_FOLDER}/|${RESPAWN_BUILD}/")
        if(hits)
            message(FATAL_ERROR "${file} leads to where it was built: ${hits}")
        endif()
    endforeach()
    file(GLOB_RECURSE description RELATIVE ${WORK}/prefix ${WORK}/prefix/respawnConfig.cmake)
    string(REGEX REPLACE "/cmake/respawn/respawnConfig.cmake" "" folder "${description}")
    set(library_folder ${folder} PARENT_SCOPE)
endfunction()

if((HOW STREQUAL "pkg-config" AND NOT PKG_CONFIG) OR (HOW STREQUAL "package" AND NOT CCACHE))
    message(STATUS "skipped: there is no pkg-config, or no ccache")
    return()
endif()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/play/runtime)
file(CHMOD ${WORK}/play/runtime PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
if(HOW MATCHES "package|pkg-config")
    install_respawn()
    set(RESPAWN_PROGRAM ${WORK}/prefix/bin/respawn)
endif()
if(HOW STREQUAL "package")
    build_game_by_cache()
    if(NOT SANITIZE)
        ship_game()
    endif()
elseif(HOW STREQUAL "pkg-config")
    build_game_by_pkg_config()
else()
    configure_game()
    build_game()
endif()

file(GLOB_RECURSE built RELATIVE ${WORK}/build ${WORK}/build/*.o ${WORK}/build/*.a)
list(FILTER built INCLUDE REGEX "supervisor|display|tetris|tests/")
if(built)
    message(FATAL_ERROR "building a game built what is none of its business: ${built}")
endif()
run("listing libraries" ldd ${WORK}/build/pong)
if(output MATCHES "SDL|png|fmt")
    message(FATAL_ERROR "a game is linked to the supervisor's libraries:\n${output}")
endif()

if(NOT HOW STREQUAL "pkg-config")
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build --target pong-standalone
        RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(code EQUAL 0 OR NOT output MATCHES "pong-standalone can't be built: respawn::standalone needs SDL2")
        message(FATAL_ERROR "without SDL2, a program to be shipped is not refused by a sentence (${code}):\n${output}")
    endif()
endif()

set(ENV{XDG_RUNTIME_DIR} ${WORK}/play/runtime)
execute_process(
    COMMAND ${RESPAWN_PROGRAM} run --headless --fps 0 --frames 100 --json ${WORK}/build/pong
    WORKING_DIRECTORY ${WORK}/play RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE errors TIMEOUT 60)
if(NOT code EQUAL 0 OR NOT said MATCHES "\"frames_committed\":100")
    message(FATAL_ERROR "the game did not play (${code}):\n${said}${errors}")
endif()
file(REMOVE_RECURSE ${WORK})
