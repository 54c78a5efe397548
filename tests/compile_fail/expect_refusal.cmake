# cmake -DCOMPILER=... -DINCLUDE=DIR -DSOURCE=FILE -P expect_refusal.cmake

set(ENV{LC_ALL} C)

function(compile result output)
    execute_process(
        COMMAND ${COMPILER} -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -I${INCLUDE} ${ARGN}
            -c ${SOURCE} -o /dev/null
        RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
    set(${result} ${code} PARENT_SCOPE)
    set(${output} "${text}" PARENT_SCOPE)
endfunction()

compile(good good_output -DGOOD)
if(NOT good EQUAL 0)
    message(FATAL_ERROR "does not compile without the offending line:\n${good_output}")
endif()

compile(bad bad_output)
if(bad EQUAL 0)
    message(FATAL_ERROR "compiles, but must be refused")
endif()

file(STRINGS ${SOURCE} expectations REGEX "^// expect: ")
if(NOT expectations)
    message(FATAL_ERROR "has no '// expect:' line")
endif()
foreach(expectation IN LISTS expectations)
    string(REPLACE "// expect: " "" wanted "${expectation}")
    if(NOT bad_output MATCHES "${wanted}")
        message(FATAL_ERROR "is refused without saying '${wanted}':\n${bad_output}")
    endif()
endforeach()
