// A Windows executable and a PDB, which is what follows after so many bytes as the first four say.
#include "supervisor/pe/pdb_file.hpp"
#include "tests/fuzz/memory_file.hpp"

#include <algorithm>

using namespace respawn;

namespace {

void check_record(const pe::debug_record& record, const test::memory_file& image)
{
    const std::uint64_t size = std::filesystem::file_size(image.path());
    test::require(
        record.path_offset <= size && record.path_room_bytes <= size - record.path_offset,
        "the path is inside of the image");
    test::require(record.pdb_path.size() < record.path_room_bytes, "and has an end");
    const std::string name = pe::bare_name(record.pdb_path);
    test::require(name.empty() || pe::is_bare_name(name), "a bare name is one");
    if (!name.empty())
        test::require(pe::patch_pdb_path(image.path(), name).has_value(), "there is room for the bare name");
    test::require(std::filesystem::file_size(image.path()) == size, "a patch leaves the size as it is");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    test::input_parts input{bytes, size};
    const std::size_t length = input.take<std::uint32_t>();
    const std::size_t image_bytes = std::min(length, input.rest().size());
    const test::memory_file image{input.rest().first(image_bytes)}, pdb{input.rest().subspan(image_bytes)};
    const auto record = pe::read_debug_record(image.path());
    const auto identity = pe::read_pdb_identity(pdb.path());
    test::require(record || !record.error().sentence.empty(), "a refused image has a reason");
    test::require(identity || !identity.error().sentence.empty(), "a refused PDB has a reason");
    if (!record)
        return 0;
    const bool is_same = identity && identity->id == record->id && identity->age == record->age;
    test::require(pe::check_pdb(*record, pdb.path()).has_value() == is_same, "only its own PDB matches");
    check_record(*record, image);
    return 0;
}
