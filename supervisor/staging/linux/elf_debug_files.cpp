#include "supervisor/platform/file_copy.hpp"
#include "supervisor/split_dwarf/byte_reader.hpp"
#include "supervisor/split_dwarf/package.hpp"
#include "supervisor/staging/debug_files.hpp"

#include <fmt/format.h>

#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <vector>

namespace respawn::supervisor {

namespace fs = std::filesystem;

namespace {

/// In place of the first letter of a .dwo file's name: as long, and nothing that a build makes.
constexpr char own_mark = '~';

/// A file takes a fraction of a millisecond, and the swap waits for all of them.
constexpr std::size_t most_split_files = 4096;

/// What .gnu_debuglink says: a file's name, and the CRC of all its bytes.
struct debug_link {
    std::string name;
    std::uint32_t checksum = 0;
};

std::optional<debug_link> read_debug_link(const fs::path& image)
{
    constexpr std::uint64_t most_bytes = 4096;
    bounded_file file{image.string()};
    const auto found = split_dwarf::find_section(split_dwarf::read_sections(file), ".gnu_debuglink");
    const auto bytes = file.read_string(found.offset, std::min(found.bytes, most_bytes));
    if (!bytes || bytes->size() < 8)
        return std::nullopt;
    // The CRC is the last of it, at a multiple of four bytes.
    split_dwarf::byte_reader name{*bytes}, checksum{std::string_view{*bytes}.substr(bytes->size() - 4)};
    debug_link link{name.take_text(), checksum.take<std::uint32_t>()};
    const bool is_bare = link.name.find('/') == std::string::npos && link.name != "." && link.name != "..";
    return name.is_good() && !link.name.empty() && is_bare ? std::optional{link} : std::nullopt;
}

/// Empty if it has none.
std::string read_build_id(bounded_file& image, const std::vector<split_dwarf::section>& sections)
{
    constexpr std::uint64_t most_bytes = 256;
    const auto found = split_dwarf::find_section(sections, split_dwarf::build_id_section);
    return found.bytes > most_bytes ? std::string{}
                                    : image.read_string(found.offset, found.bytes).value_or(std::string{});
}

std::optional<std::uint32_t> checksum_of(const fs::path& path)
{
    constexpr std::uint64_t piece_bytes = std::uint64_t{1} << 20;
    bounded_file file{path.string()};
    uLong sum = ::crc32(0, nullptr, 0);
    for (std::uint64_t offset = 0; offset < file.size_bytes(); offset += piece_bytes) {
        const auto piece = file.read_string(offset, std::min(piece_bytes, file.size_bytes() - offset));
        if (!piece)
            return std::nullopt;
        sum = ::crc32(sum, reinterpret_cast<const Bytef*>(piece->data()), static_cast<uInt>(piece->size()));
    }
    return static_cast<std::uint32_t>(sum);
}

/// The newest folder of a generation that is complete: its name is a number.
fs::path newest_generation(const fs::path& root)
{
    fs::path newest;
    std::error_code error;
    for (fs::directory_iterator at{root, error}, end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        const bool is_number = name.find_first_not_of("0123456789") == std::string::npos;
        if (is_number && (newest.empty() || name > newest.filename().string()))
            newest = at->path();
    }
    return newest;
}

/// Stages the files of one executable, one after the other.
class elf_debug_files {
public:
    elf_debug_files(const fs::path& executable, const fs::path& copy) : executable_{executable}, copy_{copy}
    {}

    debug_files_report run()
    {
        copy_linked_file();
        copy_beside(name_.string() + ".debug");
        // A package that the build has made holds all of it.
        if (!report_.changed_meanwhile && !copy_beside(name_.string() + ".dwp"))
            stage_split_units();
        return report_;
    }

private:
    void copy_linked_file()
    {
        const auto link = read_debug_link(copy_);
        if (!link)
            return;
        for (const fs::path& from : {built_ / link->name, built_ / ".debug" / link->name}) {
            if (!copy_file(from, link->name))
                continue;
            if (checksum_of(folder_ / link->name) == link->checksum) {
                with_information_ = folder_ / link->name;
                return;
            }
            remove(folder_ / link->name);
            warn(from.string() + " is of another build; strip the game again");
        }
        if (report_.warning.empty() && !is_installed(link->name))
            warn("there is no " + link->name + " beside " + executable_.string());
    }

    /// Debuggers find those of the system by themselves.
    [[nodiscard]] bool is_installed(const std::string& name) const
    {
        std::error_code error;
        return fs::exists(fs::path{"/usr/lib/debug"} / built_.relative_path() / name, error);
    }

    bool copy_beside(const std::string& name)
    {
        std::error_code error;
        return !fs::exists(folder_ / name, error) && copy_file(built_ / name, name);
    }

    /// False: it is not there, or can't be had.
    bool copy_file(const fs::path& from, const std::string& name)
    {
        const auto copied = platform::copy_file(from.string(), (folder_ / name).string());
        if (!copied) {
            remove(folder_ / name);
            warn(copied.error().sentence);
            return false;
        }
        if (copied->outcome == platform::copy_outcome::changed_meanwhile)
            report_.changed_meanwhile = true;
        return copied->outcome == platform::copy_outcome::copied;
    }

    /// gdb 13 ends with a SIGSEGV when it reads a package of DWARF 5, and asks the build's .dwo files before
    /// those beside an image; lldb 14 and 18 know of no others than the build's, and ask a package first. So
    /// the package stands where only lldb looks, and the copy names files that only its own folder has.
    void stage_split_units()
    {
        const fs::path& image = with_information_.empty() ? copy_ : with_information_;
        bounded_file file{image.string()};
        const auto sections = split_dwarf::read_sections(file);
        const auto skeletons = split_dwarf::read_skeletons(file, sections);
        if (skeletons.empty())
            return;
        std::error_code ignored;
        fs::create_directory(folder_ / ".debug", ignored);
        const auto made = split_dwarf::write_package(
            skeletons, read_build_id(file, sections), folder_ / ".debug" / (name_.string() + ".dwp"));
        if (!made)
            return warn(made.error().sentence);
        if (made->left_out != 0)
            warn(fmt::format(
                "{} of {} .dwo files can't be used: {}", made->left_out, made->left_out + made->packed,
                made->first_problem));
        if (skeletons.size() > most_split_files)
            warn(fmt::format(
                "gdb will look for .dwo files in the build folder: there are {}, and {} are copied at most",
                skeletons.size(), most_split_files));
        else if (with_information_.empty()) // a separate file's checksum must stay as it is
            copy_split_files(skeletons);
    }

    void copy_split_files(const std::vector<split_dwarf::unit>& skeletons)
    {
        std::fstream image{copy_, std::ios::binary | std::ios::in | std::ios::out};
        for (const auto& each : skeletons) {
            const std::string name = own_mark + each.name.substr(1);
            if (each.name_offset == 0 || !copy_split_file(file_of(each), name))
                continue;
            image.seekp(static_cast<std::streamoff>(each.name_offset));
            image.put(own_mark);
        }
        if (!image.flush())
            warn("cannot write " + copy_.string() + "; see that it is writable, and that the disk has room");
    }

    /// Makes sure that a copy is there.
    bool copy_split_file(const fs::path& from, const fs::path& name)
    {
        std::error_code error;
        const fs::path to = (folder_ / name).lexically_normal();
        if (*name.lexically_normal().begin() == "..")
            return false;
        if (fs::exists(to, error))
            return true;
        fs::create_directories(to.parent_path(), error);
        const auto version = platform::version_of(from.string());
        if (version && link_from_before(*version, name, to))
            return true;
        const auto copied = platform::copy_file(from.string(), to.string());
        const bool is_whole = copied && copied->outcome == platform::copy_outcome::copied;
        if (!is_whole)
            remove(to);
        else if (version && *version == copied->version)
            fs::last_write_time(to, fs::last_write_time(from, error), error);
        return is_whole;
    }

    /// Most objects are not built anew from one generation to the next, and nobody writes to a copy: it is
    /// given another name, which is far less work than to make a file. Copies have the time of what was
    /// copied.
    [[nodiscard]] bool link_from_before(
        const platform::file_version& version, const fs::path& name, const fs::path& to) const
    {
        if (before_.empty())
            return false;
        const auto copy = platform::version_of((before_ / name).string());
        if (!copy || copy->size_bytes != version.size_bytes || copy->modified_ns != version.modified_ns)
            return false;
        std::error_code error;
        fs::create_hard_link(before_ / name, to, error);
        return !error;
    }

    void warn(const std::string& sentence)
    {
        if (report_.warning.empty())
            report_.warning = "debuggers will show less: " + sentence;
    }

    static void remove(const fs::path& file)
    {
        std::error_code ignored;
        fs::remove(file, ignored);
    }

    fs::path executable_, copy_;
    fs::path built_ = executable_.parent_path(), folder_ = copy_.parent_path(), name_ = copy_.filename();
    /// The folder of the newest generation that is there; empty: there is none.
    fs::path before_ = newest_generation(folder_.parent_path());
    fs::path with_information_; ///< the staged file that has the debug information instead of the copy
    debug_files_report report_;
};

} // namespace

debug_files_report stage_elf_debug_files(const fs::path& executable, const fs::path& copy)
{
    return elf_debug_files{executable, copy}.run();
}

} // namespace respawn::supervisor
