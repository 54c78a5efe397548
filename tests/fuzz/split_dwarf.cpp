// An executable or its separate debug file, and a .dwo file, which is what follows after so many bytes as the
// first four say.
#include "supervisor/split_dwarf/package_index.hpp"
#include "tests/fuzz/memory_file.hpp"

#include <algorithm>

using namespace respawn;

namespace {

void check_object(const split_dwarf::object& object, std::uint64_t file_bytes)
{
    for (const auto& each : object.pieces)
        test::require(
            each.source_offset <= file_bytes && each.bytes <= file_bytes - each.source_offset,
            "what is packed is inside of the file");
    for (const auto& each : object.units) {
        const std::uint64_t bytes = object.bytes[kind_of(each)];
        test::require(each.offset <= bytes && each.bytes <= bytes - each.offset, "units are inside of it");
    }
    for (const auto kind : {split_dwarf::index_kind::compile_units, split_dwarf::index_kind::type_units}) {
        const std::size_t size = make_index({object}, kind).size();
        test::require(size == 0 || size > 16, "an index is there or not");
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    test::input_parts input{bytes, size};
    const std::size_t length = input.take<std::uint32_t>();
    const std::size_t image_bytes = std::min(length, input.rest().size());
    const test::memory_file image{input.rest().first(image_bytes)}, split{input.rest().subspan(image_bytes)};
    split_dwarf::bounded_file file{image.path().string()};
    for (const auto& each : split_dwarf::read_skeletons(file, split_dwarf::read_sections(file)))
        test::require(
            !each.name.empty() && each.name_offset < image_bytes,
            "a skeleton names a file, inside of its own");
    const auto object = split_dwarf::read_object(split.path());
    test::require(object || !object.error().sentence.empty(), "a refused file has a reason");
    if (object)
        check_object(*object, std::filesystem::file_size(split.path()));
    return 0;
}
