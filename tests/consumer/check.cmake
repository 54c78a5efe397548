# cmake -DGAME=… -DRESPAWN_FOLDER=… -DRESPAWN_PROGRAM=… -DCOMPILER=… -DGENERATOR=… -DSANITIZE=… -DWORK=… -P check.cmake
#
# A game of another project is configured where nothing that only the supervisor needs can be found, its target alone is
# built, and the real supervisor plays it.

function(run what)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "${what} failed (${code}):\n${output}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/play/runtime)
file(CHMOD ${WORK}/play/runtime PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
set(supervisor_needs SDL2 PNG fmt CLI11 nlohmann_json Catch2)
list(TRANSFORM supervisor_needs REPLACE "(.+)" "-DCMAKE_DISABLE_FIND_PACKAGE_\\1=ON" OUTPUT_VARIABLE without)
run("configuring" ${CMAKE_COMMAND} -S ${GAME} -B ${WORK}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_BUILD_TYPE=Debug -DRESPAWN_FOLDER=${RESPAWN_FOLDER} -DRESPAWN_SANITIZE=${SANITIZE} ${without}
    -DCMAKE_DISABLE_FIND_PACKAGE_asio=ON)
run("building" ${CMAKE_COMMAND} --build ${WORK}/build --target pong)

file(GLOB_RECURSE built RELATIVE ${WORK}/build ${WORK}/build/*.o ${WORK}/build/*.a)
list(FILTER built INCLUDE REGEX "supervisor|display|tetris|tests/")
if(built)
    message(FATAL_ERROR "building a game built what is none of its business: ${built}")
endif()
run("listing libraries" ldd ${WORK}/build/pong)
if(output MATCHES "SDL|png|fmt")
    message(FATAL_ERROR "a game is linked to the supervisor's libraries:\n${output}")
endif()

execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build --target pong-standalone
    RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(code EQUAL 0 OR NOT output MATCHES "pong-standalone can't be built: respawn::standalone needs SDL2")
    message(FATAL_ERROR "without SDL2, a program to be shipped is not refused by a sentence (${code}):\n${output}")
endif()

set(ENV{XDG_RUNTIME_DIR} ${WORK}/play/runtime)
execute_process(
    COMMAND ${RESPAWN_PROGRAM} run --headless --fps 0 --frames 100 --json ${WORK}/build/pong
    WORKING_DIRECTORY ${WORK}/play RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE errors TIMEOUT 60)
if(NOT code EQUAL 0 OR NOT said MATCHES "\"frames_committed\":100")
    message(FATAL_ERROR "the game did not play (${code}):\n${said}${errors}")
endif()
file(REMOVE_RECURSE ${WORK})
