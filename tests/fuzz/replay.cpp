// In place of libFuzzer's main(): hands the target every file of the folders and files that are named.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

namespace fs = std::filesystem;

void replay(const fs::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    // Of exactly its size, so that the address sanitizer sees a read past its end.
    const std::vector<char> content{std::istreambuf_iterator<char>{stream}, {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(content.data()), content.size());
}

} // namespace

int main(int argc, char** argv)
{
    std::size_t count = 0;
    for (int index = 1; index < argc; ++index)
        for (const auto& each : fs::recursive_directory_iterator{argv[index]})
            if (each.is_regular_file()) {
                replay(each.path());
                ++count;
            }
    std::printf("%zu inputs\n", count);
    return count == 0 ? 1 : 0;
}
