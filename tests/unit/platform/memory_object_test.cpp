#include "shared/memory/mapping.hpp"
#include "shared/platform/memory_object.hpp"

#include "catch.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace platform = respawn::platform;
namespace memory = respawn::memory;
namespace bip = boost::interprocess;
using respawn::unique_handle;

namespace {

constexpr std::size_t page = 4096;

unique_handle make_object(std::size_t bytes)
{
    auto object = platform::create_memory_object("respawn-test", bytes);
    REQUIRE(object.has_value());
    return std::move(*object);
}

bip::mapped_region map(int object, bip::mode_t mode, std::size_t bytes = page)
{
    auto mapped = memory::map(object, bytes, mode);
    REQUIRE(mapped.has_value());
    return std::move(*mapped);
}

/// What a process can do that got `object`: open it again through /proc.
unique_handle reopen(int object, int flags)
{
    return unique_handle{::open(("/proc/self/fd/" + std::to_string(object)).c_str(), flags | O_CLOEXEC)};
}

struct stat status_of(int object)
{
    struct stat status {};
    REQUIRE(::fstat(object, &status) == 0);
    return status;
}

bool can_write_through_a_shared_mapping(int object)
{
    void* place = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, object, 0);
    if (place == MAP_FAILED)
        return false;
    ::munmap(place, page);
    return true;
}

bool can_make_a_shared_mapping_writable(int object)
{
    void* place = ::mmap(nullptr, page, PROT_READ, MAP_SHARED, object, 0);
    REQUIRE(place != MAP_FAILED);
    const bool writable = ::mprotect(place, page, PROT_READ | PROT_WRITE) == 0;
    ::munmap(place, page);
    return writable;
}

bool can_write(int object)
{
    return ::pwrite(object, "x", 1, 0) == 1;
}

bool can_punch_a_hole(int object)
{
    return ::fallocate(object, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, page) == 0;
}

bool can_resize(int object)
{
    const auto size = status_of(object).st_size;
    return ::ftruncate(object, size - 1) == 0 || ::ftruncate(object, size + 1) == 0 ||
           ::ftruncate(object, 0) == 0;
}

} // namespace

TEST_CASE("a new memory object has the size asked for, is full of zeros and takes no memory")
{
    const std::size_t bytes = std::size_t{64} << 30;
    const unique_handle object = make_object(bytes);
    CHECK(status_of(object.get()).st_size == static_cast<off_t>(bytes));
    const auto region = map(object.get(), bip::read_only, bytes);
    CHECK(*memory::as<char>(region, bytes - 1) == 0);
    CHECK(*memory::as<char>(region, bytes / 2) == 0);
    CHECK(status_of(object.get()).st_blocks <= 2 * 8);
}

TEST_CASE("no descriptor of a memory object can shrink or grow it")
{
    const unique_handle object = make_object(2 * page);
    const unique_handle other = reopen(object.get(), O_RDWR);
    REQUIRE(other);
    CHECK_FALSE(can_resize(object.get()));
    CHECK_FALSE(can_resize(other.get()));
    CHECK(::pwrite(other.get(), "x", 1, 2 * page) == -1);
    CHECK(errno == EPERM);
    CHECK(status_of(object.get()).st_size == 2 * page);
}

TEST_CASE("a memory object that is sealed with writers allowed can be written to, and sealed no further")
{
    const unique_handle object = make_object(page);
    REQUIRE(platform::seal(object.get(), platform::new_writers::allowed).has_value());
    CHECK(can_write_through_a_shared_mapping(object.get()));
    CHECK(::fcntl(object.get(), F_ADD_SEALS, F_SEAL_WRITE) == -1);
    CHECK_FALSE(platform::seal(object.get(), platform::new_writers::forbidden).has_value());
    CHECK_FALSE(can_resize(object.get()));
}

TEST_CASE("once new writers are forbidden, nobody who has an object can write to it in any way")
{
    const unique_handle object = make_object(page);
    const auto writer = map(object.get(), bip::read_write);
    std::strcpy(memory::as<char>(writer), "committed");
    REQUIRE(platform::seal(object.get(), platform::new_writers::forbidden).has_value());
    const auto read_only = platform::reopen_read_only(object.get());
    REQUIRE(read_only.has_value());
    const unique_handle reopened = reopen(read_only->get(), O_RDWR);
    REQUIRE(reopened);

    for (const int descriptor : {object.get(), read_only->get(), reopened.get()}) {
        CAPTURE(descriptor);
        CHECK_FALSE(can_write_through_a_shared_mapping(descriptor));
        CHECK_FALSE(can_make_a_shared_mapping_writable(descriptor));
        CHECK_FALSE(can_write(descriptor));
        CHECK_FALSE(can_punch_a_hole(descriptor));
        CHECK_FALSE(can_resize(descriptor));
    }
    CHECK(std::string{memory::as<char>(writer)} == "committed");
}

TEST_CASE("whoever mapped an object before new writers were forbidden goes on writing, and readers see it")
{
    const unique_handle object = make_object(page);
    const auto writer = map(object.get(), bip::read_write);
    REQUIRE(platform::seal(object.get(), platform::new_writers::forbidden).has_value());
    const auto read_only = platform::reopen_read_only(object.get());
    REQUIRE(read_only.has_value());
    const auto reader = map(read_only->get(), bip::read_only);
    std::strcpy(memory::as<char>(writer), "later");
    CHECK(std::string{memory::as<char>(reader)} == "later");
}

TEST_CASE(
    "a private mapping of an object without new writers can be written to, and only its process sees it")
{
    const unique_handle object = make_object(page);
    const auto writer = map(object.get(), bip::read_write);
    std::strcpy(memory::as<char>(writer), "committed");
    REQUIRE(platform::seal(object.get(), platform::new_writers::forbidden).has_value());
    const auto read_only = platform::reopen_read_only(object.get());
    REQUIRE(read_only.has_value());

    const auto view = map(read_only->get(), bip::copy_on_write);
    CHECK(std::string{memory::as<char>(view)} == "committed");
    std::strcpy(memory::as<char>(view), "private");
    CHECK(std::string{memory::as<char>(writer)} == "committed");
    CHECK(std::string{memory::as<char>(map(read_only->get(), bip::read_only))} == "committed");
}

TEST_CASE("a read-only descriptor does not write")
{
    const unique_handle object = make_object(page);
    const auto read_only = platform::reopen_read_only(object.get());
    REQUIRE(read_only.has_value());
    CHECK_FALSE(can_write(read_only->get()));
    CHECK_FALSE(can_write_through_a_shared_mapping(read_only->get()));
    CHECK((::fcntl(read_only->get(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("what can't be sealed or reopened is a failure with a sentence")
{
    CHECK(
        platform::seal(-1, platform::new_writers::allowed).error().sentence.find("seal") !=
        std::string::npos);
    CHECK(platform::reopen_read_only(-1).error().sentence.find("for reading") != std::string::npos);
}

TEST_CASE("a finished object has the pieces in order and can't be changed by its maker either")
{
    auto writer = platform::sealed_object_writer::create("respawn-test");
    REQUIRE(writer.has_value());
    const std::string first(10'000, 'a'), second(5, 'b');
    REQUIRE(writer->append(first.data(), first.size()).has_value());
    REQUIRE(writer->append(nullptr, 0).has_value());
    REQUIRE(writer->append(second.data(), second.size()).has_value());
    const auto object = std::move(*writer).finish();
    REQUIRE(object.has_value());

    const auto size = platform::sealed_size(object->get());
    REQUIRE(size.has_value());
    CHECK(*size == first.size() + second.size());
    const auto region = map(object->get(), bip::read_only, *size);
    CHECK(std::string(memory::as<char>(region), *size) == first + second);

    CHECK_FALSE(can_write(object->get()));
    CHECK_FALSE(can_write_through_a_shared_mapping(object->get()));
    CHECK_FALSE(can_punch_a_hole(object->get()));
    CHECK_FALSE(can_resize(object->get()));
}

TEST_CASE("an object that its sender could still change is not used")
{
    const auto refused = [](int object) {
        const auto size = platform::sealed_size(object);
        return !size && size.error().sentence.find("not sealed ordinary memory") != std::string::npos;
    };
    const unique_handle unsealed{::memfd_create("respawn-test", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    CHECK(refused(unsealed.get()));
    REQUIRE(::fcntl(unsealed.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_WRITE) == 0);
    CHECK(refused(unsealed.get()));

    const unique_handle fixed_size = make_object(page);
    CHECK(refused(fixed_size.get()));
    REQUIRE(platform::seal(fixed_size.get(), platform::new_writers::forbidden).has_value());
    CHECK(refused(fixed_size.get()));

    // Reading it where no huge page is left ends the reader.
    const unique_handle huge{::memfd_create("respawn-test", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB)};
    if (huge) {
        REQUIRE(::ftruncate(huge.get(), 1 << 30) == 0);
        REQUIRE(
            ::fcntl(huge.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0);
        CHECK(refused(huge.get()));
    }

    CHECK(refused(-1));
    const unique_handle program{::open("/proc/self/exe", O_RDONLY | O_CLOEXEC)};
    CHECK(refused(program.get()));
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const unique_handle read_end{ends[0]}, write_end{ends[1]};
    CHECK(refused(read_end.get()));
}
