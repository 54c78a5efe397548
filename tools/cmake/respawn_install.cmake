# What `cmake --install` puts into place, and `cpack` into a package: the program, the libraries with their headers, what
# find_package(respawn) and pkg-config read, and what belongs to the program. Nothing of it knows where it was built.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(respawn_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/respawn)
set(respawn_pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The libraries of this project that `target` is linked to.
function(respawn_parts_of target result)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    set(parts)
    foreach(library IN LISTS libraries)
        if(TARGET "${library}" AND library MATCHES "^respawn_")
            list(APPEND parts ${library})
        endif()
    endforeach()
    set(${result} ${parts} PARENT_SCOPE)
endfunction()

# Installs `target`, and the libraries of this project that it is made of, as the export `export`. What another export
# has already is taken from there.
function(respawn_install_library target export)
    get_target_property(exported ${target} RESPAWN_EXPORT)
    if(exported)
        return()
    endif()
    set_target_properties(${target} PROPERTIES RESPAWN_EXPORT ${export})
    # An object library has no file of its own: its objects are in the archives, and its name in the export.
    install(TARGETS ${target} EXPORT ${export} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    respawn_parts_of(${target} parts)
    foreach(part IN LISTS parts)
        respawn_install_library(${part} ${export})
    endforeach()
endfunction()

# Installs the public library respawn::NAME with its parts, and respawn-NAME.pc. `requires`: what pkg-config finds else.
function(respawn_install_public_library name requires)
    set(export respawn-${name})
    set_target_properties(respawn_${name} PROPERTIES EXPORT_NAME ${name})
    respawn_install_library(respawn_${name} ${export})
    install(EXPORT ${export} NAMESPACE respawn:: DESTINATION ${respawn_package_dir} FILE ${export}-targets.cmake)

    respawn_archives_of(respawn_${name} archives)
    list(TRANSFORM archives PREPEND "-l")
    list(JOIN archives " " archives)
    cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX} OUTPUT_VARIABLE libdir)
    cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
        BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX}/${respawn_pkgconfig_dir} OUTPUT_VARIABLE prefix)
    configure_file(${respawn_source_dir}/tools/cmake/respawn.pc.in respawn-${name}.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/respawn-${name}.pc DESTINATION ${respawn_pkgconfig_dir})
endfunction()

# The archives that a program needs for `target`, in the linker's order.
function(respawn_archives_of target result)
    set(found)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
        list(APPEND found ${target})
    endif()
    respawn_parts_of(${target} parts)
    foreach(part IN LISTS parts)
        respawn_archives_of(${part} below)
        list(APPEND found ${below})
    endforeach()
    # The last place of each counts.
    list(REVERSE found)
    list(REMOVE_DUPLICATES found)
    list(REVERSE found)
    set(${result} ${found} PARENT_SCOPE)
endfunction()

respawn_install_public_library(worker "")
if(TARGET respawn_standalone)
    respawn_install_public_library(standalone sdl2)
endif()
install(DIRECTORY ${respawn_source_dir}/worker/include/respawn DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

write_basic_package_version_file(respawnConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(
    FILES
        ${respawn_source_dir}/tools/cmake/respawnConfig.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/respawnConfigVersion.cmake
        ${respawn_source_dir}/tools/cmake/respawn_add_game.cmake
    DESTINATION ${respawn_package_dir})

if(RESPAWN_BUILD_SUPERVISOR)
    install(TARGETS respawn RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES ${respawn_source_dir}/tools/man/respawn.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    set(completions ${respawn_source_dir}/tools/completions)
    install(FILES ${completions}/respawn.bash RENAME respawn
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    install(FILES ${completions}/respawn.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
    # Debian's zsh looks for those of packages in the second one.
    foreach(place IN ITEMS site-functions vendor-completions)
        install(FILES ${completions}/_respawn DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/${place})
    endforeach()
    install(DIRECTORY ${respawn_source_dir}/tools/hooks ${respawn_source_dir}/tools/debuggers
        DESTINATION ${CMAKE_INSTALL_DATADIR}/respawn USE_SOURCE_PERMISSIONS)
    # As in the repository, so that their links lead somewhere.
    install(DIRECTORY ${respawn_source_dir}/docs ${respawn_source_dir}/examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
    foreach(document IN ITEMS README CHANGELOG CONTRIBUTING)
        install(FILES ${respawn_source_dir}/${document}.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
    endforeach()
    install(FILES ${respawn_source_dir}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
    install(FILES ${respawn_source_dir}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
    foreach(document IN ITEMS shared/text/LICENSE.dejavu tools/font/README.md)
        get_filename_component(folder ${document} DIRECTORY)
        install(FILES ${respawn_source_dir}/${document} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${folder})
    endforeach()
endif()

set(CPACK_PACKAGE_NAME respawn)
set(CPACK_PACKAGE_CONTACT "the respawn authors <respawn@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "hot reload for C++ games by restarting processes")
set(CPACK_PACKAGE_DESCRIPTION
"A long-lived supervisor owns the window and the state of a game, and plays each
newer build of the game's code in a new process that takes the state over between
two frames. The package has the program, and the libraries that games link.")
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What a game is built with. Its worker links nothing but the C++ runtime, its standalone build SDL.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "cmake (>= 3.22), g++ | clang, ninja-build, libsdl2-dev")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "ccache, gdb | lldb")
include(CPack)
