# cmake -DROOT=DIR -P check_includes.cmake: fails when a part of the tree includes one that it must not know.

# forbid(PART PATTERN REASON [folder…]): the folders inside of the part are left out.
function(forbid part pattern reason)
    file(GLOB_RECURSE files "${ROOT}/${part}/*.hpp" "${ROOT}/${part}/*.cpp")
    foreach(folder IN LISTS ARGN)
        list(FILTER files EXCLUDE REGEX "^${ROOT}/${part}/${folder}/")
    endforeach()
    foreach(file IN LISTS files)
        file(STRINGS "${file}" hits REGEX "^[ \t]*#[ \t]*include[ \t]+[<\"](${pattern})")
        if(hits)
            message(SEND_ERROR "${file} includes ${hits}: ${reason}")
        endif()
    endforeach()
endfunction()

forbid(shared "supervisor/|worker/|respawn/" "shared/ knows neither the supervisor nor the worker")
forbid(shared "SDL|shared/presentation/" "of shared/ only presentation/ knows SDL" presentation)
forbid(supervisor "worker/|respawn/" "the supervisor and the worker meet only in shared/")
forbid(worker "supervisor/|SDL|asio" "the libraries of a game know neither the supervisor, SDL nor asio")
forbid(worker "shared/presentation/" "only a game that is a program of its own shows its frames" standalone)
forbid(worker/standalone "boost/|shared/(memory|session|journal|protocol|control|state|platform)/|worker/source/(runtime|migration)/"
    "a game that is a program of its own shares nothing with another process")
forbid(worker/include "shared/" "public headers stand alone: nothing else is installed")
forbid(examples "shared/|supervisor/|worker/" "an example uses the public headers only")
