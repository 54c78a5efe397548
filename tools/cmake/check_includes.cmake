# cmake -DROOT=DIR -P check_includes.cmake: fails when a part of the tree includes one that it must not know.

function(forbid part pattern reason)
    file(GLOB_RECURSE files "${ROOT}/${part}/*.hpp" "${ROOT}/${part}/*.cpp")
    foreach(file IN LISTS files)
        file(STRINGS "${file}" hits REGEX "^[ \t]*#[ \t]*include[ \t]+[<\"](${pattern})")
        if(hits)
            message(SEND_ERROR "${file} includes ${hits}: ${reason}")
        endif()
    endforeach()
endfunction()

forbid(shared "supervisor/|worker/|respawn/|SDL" "shared/ knows neither the supervisor, the worker nor SDL")
forbid(supervisor "worker/|respawn/" "the supervisor and the worker meet only in shared/")
forbid(worker "supervisor/|SDL|asio" "the worker library knows neither the supervisor, SDL nor asio")
forbid(worker/include "shared/" "public headers stand alone: nothing else is installed")
forbid(examples "shared/|supervisor/|worker/" "an example uses the public headers only")
