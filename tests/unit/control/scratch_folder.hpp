#pragma once

#include "catch.hpp"

#include <cstdlib>
#include <unistd.h>

#include <filesystem>
#include <string>

/// An empty folder that is removed at the end of the test.
class scratch_folder {
public:
    scratch_folder()
    {
        auto name = (std::filesystem::temp_directory_path() / "respawn_test_XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = std::filesystem::canonical(name);
    }
    ~scratch_folder() { std::filesystem::remove_all(path_); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// A scratch folder with a project in it, and this user's socket folder beside it instead of the real one.
class scratch_project {
public:
    scratch_project()
    {
        std::filesystem::create_directory(project());
        std::filesystem::create_directory(runtime());
        ::setenv("XDG_RUNTIME_DIR", runtime().c_str(), 1);
    }
    ~scratch_project() { ::unsetenv("XDG_RUNTIME_DIR"); }
    scratch_project(const scratch_project&) = delete;
    scratch_project& operator=(const scratch_project&) = delete;

    [[nodiscard]] std::filesystem::path project() const { return folder_.path() / "game"; }
    [[nodiscard]] std::filesystem::path runtime() const { return folder_.path() / "run"; }

private:
    scratch_folder folder_;
};
