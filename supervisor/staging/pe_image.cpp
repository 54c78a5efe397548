#include "supervisor/pe/headers.hpp"
#include "supervisor/staging/image.hpp"

namespace respawn::supervisor {

namespace {

result<void> check_sections(bounded_file& file, const std::string& path, const pe::headers& headers)
{
    for (std::uint16_t index = 0; index < headers.section_count; ++index) {
        const auto section = read_section(file, headers, index);
        if (!section)
            return pe::incomplete(path, "section header " + std::to_string(index) + " is");
        if (!file.contains(section->raw_offset, section->raw_bytes))
            return pe::incomplete(path, "the bytes of section " + std::to_string(index) + " are");
    }
    return {};
}

} // namespace

result<void> check_pe_image(const std::string& path, unsigned machine)
{
    bounded_file file{path};
    const auto headers = pe::read_headers(file, path);
    if (!headers)
        return headers.error();
    if (headers->machine != machine || !headers->is_64_bit)
        return failure{path + " is for another kind of machine; build it for this one"};
    if (!headers->is_executable)
        return failure{path + " is a library or object, not an executable; link the game as a program"};
    return check_sections(file, path, *headers);
}

} // namespace respawn::supervisor
