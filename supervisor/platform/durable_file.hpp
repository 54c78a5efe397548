#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <system_error>

/// Files that outlive this process, and the system's crash. Implemented in platform/<os>/.
namespace respawn::platform {

/// The path of the file that `path` leads to through all symbolic links, whether it is there yet or not. Its
/// folder must be there.
[[nodiscard]] std::filesystem::path behind_links(const std::filesystem::path& path, std::error_code& error);

/// A file that appears at its path as a whole or not at all, whatever happens meanwhile: what was there
/// before stays until then. It is written beside it, as PATH.partial. Symbolic links are followed.
///
/// Threads: one at a time. Everything may wait for the disk. Failures name the path.
class durable_file {
public:
    /// Fails when there is something else than a regular file at `path`, or when another process is writing
    /// it. What a killed process left of PATH.partial is written over.
    [[nodiscard]] static result<durable_file> create(const std::filesystem::path& path);

    durable_file(durable_file&&) noexcept = default;
    durable_file& operator=(durable_file&&) = delete;
    /// Removes what was not published.
    ~durable_file();

    [[nodiscard]] result<void> append(std::span<const std::byte> bytes);
    /// Writes over the first bytes.
    [[nodiscard]] result<void> rewrite_start(std::span<const std::byte> bytes);
    /// Once it returns without a failure, the file is at its path and stays there through a power cut.
    [[nodiscard]] result<void> publish();

private:
    durable_file(unique_handle file, std::filesystem::path path);
    [[nodiscard]] failure write_failure() const;

    unique_handle file_; ///< locked; none: published, or moved from
    std::filesystem::path path_;
};

/// What a durable_file at `path` is written to.
[[nodiscard]] std::filesystem::path partial_path(const std::filesystem::path& path);

/// Removes what a killed process left of a durable_file at `path`, unless another process is writing it.
void remove_partial_file(const std::filesystem::path& path);

/// A regular file, read from its start. Whatever is done to it meanwhile, reading never faults or waits for
/// another process.
class input_file {
public:
    /// A failure names the path.
    [[nodiscard]] static result<input_file> open(const std::filesystem::path& path);

    /// When it was opened.
    [[nodiscard]] std::uint64_t size_bytes() const noexcept { return size_bytes_; }
    /// Fills `into` with the next bytes: false if there are fewer. A failure is the system's words.
    [[nodiscard]] result<bool> read(std::span<std::byte> into);

private:
    input_file(unique_handle file, std::uint64_t size_bytes) : file_{std::move(file)}, size_bytes_{size_bytes}
    {}

    unique_handle file_;
    std::uint64_t size_bytes_;
};

} // namespace respawn::platform
