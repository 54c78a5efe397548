"""Untested: see docs/installing.md."""

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout


class Respawn(ConanFile):
    name = "respawn"
    version = "0.1.0"
    license = "MIT"
    description = "Hot reload for C++ games by restarting processes"
    package_type = "static-library"
    settings = "os", "arch", "compiler", "build_type"
    exports_sources = (
        "CMakeLists.txt", "LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/*", "examples/*", "shared/*",
        "supervisor/*", "worker/*", "tools/*",
    )
    requires = (
        "asio/1.28.1", "boost/1.83.0", "cli11/2.3.2", "elfutils/0.190", "fmt/10.1.1", "imgui/1.90",
        "libpng/1.6.40", "nlohmann_json/3.11.2", "sdl/2.28.5", "zlib/1.3",
    )

    def validate(self):
        check_min_cppstd(self, 20)
        if self.settings.os != "Linux" or self.settings.arch != "x86_64":
            raise ConanInvalidConfiguration("respawn runs on Linux on x86-64")

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.variables["RESPAWN_BUILD_EXAMPLES"] = False
        toolchain.variables["RESPAWN_BUILD_TESTS"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        # The package's own respawnConfig.cmake has the targets, and respawn_add_game().
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/respawn"]
